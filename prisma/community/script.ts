import { DIALOGUES, WORDS } from './dialogues.ts'
import type { Random } from './random.ts'
import type { Scene } from './rooms.ts'

/** One line of a dialogue: who of its speakers says what, whether in a thread, and how people react. */
export type Line = { speaker: number; text: string; inThread: boolean; reactions: string[] }

const LINE = /^\s*(>?)([a-d]): ([\s\S]*)$/
const REACTIONS = / \+((?:\p{Extended_Pictographic}\uFE0F?)+)$/u

/** A dialogue of the theme with its blanks filled. The same blank is the same word all through it. */
export function drawDialogue(theme: Scene['theme'], random: Random): Line[] {
  const words: Record<string, string> = {}
  const filled = random.pick(DIALOGUES[theme]).replace(/\{(\w+)\}/g, (blank, name: string) => {
    const choices = WORDS[name]
    if (!choices) return blank
    words[name] ??= random.pick(choices)
    return words[name]
  })
  const lines: Line[] = []
  for (const part of filled.split(/\n(?= *>?[a-d]: )/)) {
    const match = LINE.exec(part)
    if (!match) throw new Error(`a dialogue has a line without a speaker: ${part}`)
    const [, mark, speaker = 'a', rest = ''] = match
    const reactions = [...(REACTIONS.exec(rest)?.[1] ?? '').matchAll(/\p{Extended_Pictographic}\uFE0F?/gu)].map(
      ([emoji]) => emoji,
    )
    const text = rest.replace(REACTIONS, '').trim()
    lines.push({ speaker: 'abcd'.indexOf(speaker), text, inThread: mark === '>', reactions })
  }
  return lines
}
