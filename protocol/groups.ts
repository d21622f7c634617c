import { z } from 'zod'
import { GROUP_DESCRIPTION_MAX, USERNAME_MAX } from './limits.ts'
import { counter, id, line } from './scalars.ts'

/** As typed: what a name may hold is a username's business, and told by field. */
export const groupName = z
  .string()
  .min(1, 'is missing')
  .max(USERNAME_MAX * 4, `must have at most ${USERNAME_MAX} characters`)
export const groupDescription = line(GROUP_DESCRIPTION_MAX)

/** People who are mentioned together, as `@design`. `mine`: the viewer is one of them. `gone`: it was deleted. */
export const group = z.object({
  id,
  name: z.string(),
  description: z.string().optional(),
  memberCount: z.int(),
  mine: z.boolean().optional(),
  gone: z.literal(true).optional(),
  rev: counter,
})

export type Group = z.infer<typeof group>
