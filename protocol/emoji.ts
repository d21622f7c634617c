/** Name of a custom emoji, as it stands between colons. Here and not among the schemas: a page needs it without zod. */
export const EMOJI_NAME = /^[a-z0-9][a-z0-9_+-]{1,31}$/

/** Where the picture of a custom emoji is; its bytes never change. */
export const emojiImagePath = (id: string): string => `/api/emoji/${id}`
