import { actionOf } from '#app/_components/composer/slash/commands.ts'
import { say } from '#app/_words/say.ts'
import { systemInWords } from '#app/_words/system.ts'
import type { Message } from '#protocol/models.ts'

/** A message as one line of words, for where it is only named: without its marks, and what is hidden in it stays hidden. */
export function inWords(body: string, max: number): string {
  const line = (actionOf(body) ?? body)
    .replace(/\|\|[^\n|](?:[^\n|]|\|(?!\|)){0,2000}\|\|/g, say.common.spoiler)
    .replace(/\s+/g, ' ')
  return line.slice(0, max).replace(/(\*\*|~~|`)(?! )(.+?)(?<! )\1/g, '$2')
}

/** The same of a whole message: one without words is named by its files. */
export const messageInWords = (
  { body, attachments, kind }: Pick<Message, 'body' | 'attachments' | 'kind'>,
  max: number,
): string =>
  (inWords(kind === 'system' ? systemInWords(body) : body, max).trim() || attachments.map((file) => file.name).join(', ')).slice(
    0,
    max,
  )
