import { inWords } from '#app/_markdown/in-words.ts'
import { clockTime } from '#app/_words/time.ts'
import { plural } from '#app/_words/wait.ts'
import type { Message } from '#protocol/models.ts'
import { confirmedInWords } from './confirmed-in-words.ts'

const READ_OUT_MAX = 400

/** A message as one sentence: author, time, words, then what hangs on it. */
export function messageLabel(message: Message, name: string, at: Date): string {
  const body =
    message.deletedAt !== undefined
      ? 'message deleted'
      : message.hiddenAt !== undefined
        ? 'hidden by a moderator'
        : inWords(message.body, READ_OUT_MAX)
  const reactions = message.reactions.reduce((sum, reaction) => sum + reaction.count, 0)
  const more = [
    message.editedAt !== undefined && message.deletedAt === undefined && 'edited',
    message.replyToId !== undefined && 'a reply',
    message.attachments.length > 0 &&
      `${plural(message.attachments.length, 'file')}: ${message.attachments.map((file) => file.name).join(', ')}`,
    message.confirm &&
      message.deletedAt === undefined &&
      `asks for confirmation, ${confirmedInWords(message.confirm).toLowerCase()}`,
    reactions > 0 && plural(reactions, 'reaction'),
    message.thread && plural(message.thread.count, 'reply', 'replies'),
    message.pinned && 'pinned',
  ].filter(Boolean)
  return [`${name}, ${clockTime(at)}: ${body}`, ...more].join(', ')
}
