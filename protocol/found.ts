import { z } from 'zod'
import { message, roomKind } from './models.ts'
import { id, messageId } from './scalars.ts'

/**
 * Why a message was found, for one of the words that were typed: it stands there (`exact`), within a word (`part`), or
 * `word` stands there, which it may have been meant for (`similar`). `file`: not in its words, but in the name of this file it
 * carries, or in what describes it.
 */
const why = z.object({
  term: z.string(),
  how: z.enum(['exact', 'part', 'similar']),
  word: z.string().optional(),
  file: z.string().optional(),
})

/** A message that was found. `ranges` of its body, in UTF-16 units from and up to, are what was looked for. */
export const found = z.object({ message, why: z.array(why), ranges: z.array(z.tuple([z.int(), z.int()])) })

/** Enough of a room to say where something was found. `members` of a direct room; `parent` of a thread. */
export const foundIn = z.object({
  id,
  kind: roomKind,
  name: z.string().optional(),
  members: z.array(id).optional(),
  parent: z.object({ roomId: id, messageId, seq: z.int() }).optional(),
  archived: z.boolean(),
})

export type Why = z.infer<typeof why>
export type Found = z.infer<typeof found>
export type FoundIn = z.infer<typeof foundIn>
