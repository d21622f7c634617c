import { z } from 'zod'
import { found, foundIn } from '../found.ts'
import { SEARCH_PAGE_MAX, SEARCH_QUERY_MAX } from '../limits.ts'
import { cleanText, id, pageCursor, pageLimit } from '../scalars.ts'
import { users } from './shapes.ts'

/** Finding messages. */
export const searchRequests = {
  'search:messages': {
    payload: z.object({
      query: cleanText.max(SEARCH_QUERY_MAX),
      roomId: id.optional(),
      cursor: pageCursor.optional(),
      limit: pageLimit(SEARCH_PAGE_MAX).optional(),
      zone: cleanText.max(64).optional(),
    }),
    data: z.object({ hits: z.array(found), rooms: z.array(foundIn), users, next: pageCursor.optional() }),
  },
} as const
