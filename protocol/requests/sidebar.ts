import { z } from 'zod'
import { id } from '../scalars.ts'
import { position, preferences, section, sectionId, sectionName, sectionSort } from '../sidebar.ts'
import { nothing } from './shapes.ts'

/** How one arranges one’s own rooms. */
export const sidebarRequests = {
  'section:set': {
    payload: z.object({
      id: sectionId,
      name: sectionName.optional(),
      position: position.optional(),
      folded: z.boolean().optional(),
      sort: sectionSort.optional(),
      unreadOnly: z.boolean().optional(),
    }),
    data: z.object({ section }),
  },
  'section:delete': { payload: z.object({ id }), data: nothing },
  'preferences:set': { payload: preferences.pick({ notify: true }), data: nothing },
} as const
