import { z } from 'zod'
import { BUILT_IN_SECTIONS, SECTION_NAME_MAX } from './limits.ts'
import { counter, id, line } from './scalars.ts'

/** A section that everybody has, or one of a person's own under an id of their client's making. */
export const sectionId = z.union([z.enum(BUILT_IN_SECTIONS), id])
export const sectionSort = z.enum(['name', 'recent', 'own'])
export const sectionName = line(SECTION_NAME_MAX).min(1, 'must say something')

/**
 * A place among others, between any two of which there is another one: compared as bytes, so two devices that move things at
 * once need not agree on numbers first.
 */
export const position = z.string().regex(/^[0-9A-Za-z]{1,64}$/, 'must be 1 to 64 letters and digits')

/** A part of one's sidebar. `gone`: it was deleted; its rooms stand where their kind stands. */
export const section = z.object({
  id: sectionId,
  name: z.string().optional(),
  position: position.optional(),
  folded: z.boolean(),
  sort: sectionSort.optional(),
  unreadOnly: z.boolean(),
  gone: z.literal(true).optional(),
  meRev: counter,
})

/** What one wants to be told of in channels one chose nothing for, and whom one blocks or mutes; absent for nobody. */
export const preferences = z.object({
  notify: z.enum(['all', 'mentions', 'none']),
  blocked: z.array(id).optional(),
  muted: z.array(id).optional(),
})

export type BuiltInSection = (typeof BUILT_IN_SECTIONS)[number]
export type SectionSort = z.infer<typeof sectionSort>
export type Section = z.infer<typeof section>
export type Preferences = z.infer<typeof preferences>
