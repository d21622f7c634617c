export type Marked = { text: string; start: number; end: number }

/** Puts marks around a selection, or takes them off again when they stand there already. The selection stays on the words. */
export function toggleMark(text: string, start: number, end: number, mark: string): Marked {
  const outside = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark
  if (outside) {
    return {
      text: text.slice(0, start - mark.length) + text.slice(start, end) + text.slice(end + mark.length),
      start: start - mark.length,
      end: end - mark.length,
    }
  }
  return {
    text: text.slice(0, start) + mark + text.slice(start, end) + mark + text.slice(end),
    start: start + mark.length,
    end: end + mark.length,
  }
}

/** What is being typed at the caret that could be completed: a person, a room, an emoji or a command. */
export type Trigger = { sign: '@' | '#' | ':' | '/'; query: string; from: number }

const TRIGGER = /(?:^|[\s([{])([@#]([\p{L}\p{N}_.-]{0,40})|:([\p{L}\p{N}_+-]{2,40}))$/u

const COMMAND = /^\/[a-z]{0,20}$/i

export function findTrigger(text: string, caret: number): Trigger | null {
  if (text.startsWith('/') && COMMAND.test(text.slice(0, caret))) return { sign: '/', query: text.slice(1, caret), from: 0 }
  const match = TRIGGER.exec(text.slice(Math.max(0, caret - 64), caret))
  const found = match?.[1]
  if (found === undefined) return null
  return { sign: found[0] as Trigger['sign'], query: found.slice(1), from: caret - found.length }
}

const TYPED_EMOJI = /(?:^|[\s([{]):([\p{L}\p{N}_+-]{2,40}):$/u

/** The name between two colons that end at the caret. */
export function typedEmoji(text: string, caret: number): { name: string; from: number } | null {
  const name = TYPED_EMOJI.exec(text.slice(Math.max(0, caret - 64), caret))?.[1]
  return name === undefined ? null : { name, from: caret - name.length - 2 }
}
