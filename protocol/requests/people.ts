import { z } from 'zod'
import { IDS_MAX, PAGE_MAX, PRESENCE_WATCH_MAX, STATUS_TEXT_MAX } from '../limits.ts'
import { presence, presenceChoice } from '../models.ts'
import { id, line, pageLimit, query, time } from '../scalars.ts'
import { nothing, users } from './shapes.ts'

/** People, and what is true of them only while they are connected. */
export const peopleRequests = {
  'user:get': { payload: z.object({ ids: z.array(id).max(IDS_MAX) }), data: z.object({ users }) },
  'user:search': { payload: z.object({ query, limit: pageLimit(PAGE_MAX).optional() }), data: z.object({ users }) },
  'user:reset-link': { payload: z.object({ userId: id }), data: z.object({ token: z.string(), expiresAt: time }) },
  'typing:set': { payload: z.object({ roomId: id, typing: z.boolean() }), data: nothing },
  'presence:set': {
    payload: z.object({ status: presenceChoice, text: line(STATUS_TEXT_MAX).optional() }),
    data: nothing,
  },
  'presence:watch': {
    payload: z.object({ userIds: z.array(id).max(PRESENCE_WATCH_MAX) }),
    data: z.object({ presence: z.array(presence) }),
  },
} as const
