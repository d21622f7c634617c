import { z } from 'zod'
import { ABOUT_MAX, DISPLAY_NAME_MAX, IDS_MAX, PAGE_MAX, PRESENCE_WATCH_MAX, STATUS_TEXT_MAX, TITLE_MAX } from '../limits.ts'
import { presence, presenceChoice, profile, user, userRole } from '../models.ts'
import { cleanText, id, line, pageCursor, pageLimit, query, time } from '../scalars.ts'
import { nothing, users } from './shapes.ts'

/** People, and what is true of them only while they are connected. */
export const peopleRequests = {
  'user:get': { payload: z.object({ ids: z.array(id).max(IDS_MAX) }), data: z.object({ users }) },
  'user:search': { payload: z.object({ query, limit: pageLimit(PAGE_MAX).optional() }), data: z.object({ users }) },
  'user:reset-link': { payload: z.object({ userId: id }), data: z.object({ token: z.string(), expiresAt: time }) },
  'profile:get': { payload: z.object({ userId: id }), data: z.object({ user, profile }) },
  'profile:set': {
    payload: z.object({
      displayName: line(DISPLAY_NAME_MAX).optional(),
      title: line(TITLE_MAX).optional(),
      about: cleanText
        .trim()
        .refine((text) => [...text].length <= ABOUT_MAX, `must have at most ${ABOUT_MAX} characters`)
        .optional(),
      timeZone: line(64).optional(),
      avatar: z.base64().nullable().optional(),
    }),
    data: z.object({ user }),
  },
  'person:mark': { payload: z.object({ userId: id, mark: z.enum(['block', 'mute']).nullable() }), data: nothing },
  'user:list': {
    payload: z.object({
      query: query.optional(),
      role: userRole.optional(),
      cursor: pageCursor.optional(),
      limit: pageLimit(PAGE_MAX).optional(),
    }),
    data: z.object({ users, next: pageCursor.optional() }),
  },
  'typing:set': { payload: z.object({ roomId: id, typing: z.boolean() }), data: nothing },
  'presence:set': {
    payload: z.object({
      status: presenceChoice.optional(),
      text: line(STATUS_TEXT_MAX).optional(),
      endsAt: z.iso.datetime().optional(),
    }),
    data: nothing,
  },
  'presence:idle': { payload: z.object({ idle: z.boolean() }), data: nothing },
  'presence:watch': {
    payload: z.object({ userIds: z.array(id).max(PRESENCE_WATCH_MAX) }),
    data: z.object({ presence: z.array(presence) }),
  },
} as const
