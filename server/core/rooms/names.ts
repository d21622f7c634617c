import { Refusal } from '#protocol/errors.ts'

/** How two names of rooms are compared: case, width and spacing do not make a new name. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Refuses `invalid` for a name that draws nothing. */
export function requireName(name: string | undefined): string {
  const shown = name?.normalize('NFC').replace(/\s+/g, ' ').trim() ?? ''
  if (!/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(shown)) {
    throw new Refusal('invalid', 'A room needs a name.', { fields: { name: 'needs a letter or a number' } })
  }
  if (/[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]/.test(shown)) {
    throw new Refusal('invalid', 'This name holds invisible characters.', { fields: { name: 'holds invisible characters' } })
  }
  return shown
}

const UNIQUE_VIOLATION = '23505'

/** Refuses `conflict` where the database says that a public room has this name. */
export function takenToRefusal(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== UNIQUE_VIOLATION || constraint !== 'room_public_name') return error
  return new Refusal('conflict', 'There is a room of this name.', { fields: { name: 'is taken' } })
}
