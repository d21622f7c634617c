import type { Message, User } from '#protocol/models.ts'
import { say } from './say.ts'

type Shown = Pick<Message, 'shownAs'>

/** The name a message stands under. Of a webhook's it is no proof: whoever shows it says that it is a bot's. */
export const authorName = (message: Shown | null | undefined, author: User | undefined, fallback: string): string =>
  message?.shownAs?.name ?? author?.displayName ?? fallback

/** The same in words alone, with what it is. */
export const authorInWords = (message: Shown | null | undefined, author: User | undefined, fallback: string): string =>
  authorName(message, author, fallback) + (author?.bot ? ` (${say.common.bot})` : '')
