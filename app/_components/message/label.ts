import { inWords } from '#app/_markdown/in-words.ts'
import { say } from '#app/_words/say.ts'
import { clockTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'
import { confirmedInWords } from './confirmed-in-words.ts'

const READ_OUT_MAX = 400

/** A message as one sentence: author, time, words, then what hangs on it. */
export function messageLabel(message: Message, name: string, at: Date): string {
  const body =
    message.deletedAt !== undefined
      ? say.message.messageDeleted
      : message.hiddenAt !== undefined
        ? say.message.hiddenByAModerator
        : inWords(message.body, READ_OUT_MAX)
  const reactions = message.reactions.reduce((sum, reaction) => sum + reaction.count, 0)
  const more = [
    message.editedAt !== undefined && message.deletedAt === undefined && say.message.edited,
    message.replyToId !== undefined && say.message.aReply,
    message.attachments.length > 0 &&
      say.message.files(
        message.attachments.length,
        message.attachments.map(({ name: file, alt }) => (alt ? `${file}, ${alt}` : file)).join(', '),
      ),
    message.confirm && message.deletedAt === undefined && say.message.asksConfirm(confirmedInWords(message.confirm)),
    reactions > 0 && say.message.reactions(reactions),
    message.thread && say.common.replies(message.thread.count),
    message.pinned && say.message.pinnedOne,
  ].filter(Boolean)
  return [`${name}, ${clockTime(at)}: ${body}`, ...more].join(', ')
}
