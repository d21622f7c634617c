import { z } from 'zod'
import { ATTACHMENTS_MAX, MESSAGES_GET_MAX, REPORT_NOTE_MAX } from '../limits.ts'
import { message, version } from '../models.ts'
import { reportReason } from '../moderation.ts'
import { body, cleanText, emoji, id, messageId, pageCursor, time } from '../scalars.ts'
import { nothing, ofMessage, one, users } from './shapes.ts'

/** Messages, and what is done to one. */
export const messageRequests = {
  'message:get': {
    payload: z.object({ roomId: id, ids: z.array(messageId).max(MESSAGES_GET_MAX) }),
    data: z.object({ messages: z.array(message), users, left: z.array(messageId).optional() }),
  },
  'message:send': {
    payload: z.object({
      id: messageId,
      roomId: id,
      body,
      replyToId: messageId.optional(),
      confirm: z.boolean().optional(),
      attachmentIds: z.array(id).max(ATTACHMENTS_MAX).optional(),
    }),
    data: z.union([one, z.object({ held: z.literal(true), id: messageId })]),
  },
  'message:edit': { payload: ofMessage.extend({ body }), data: one },
  'message:delete': { payload: ofMessage, data: one },
  'message:react': { payload: ofMessage.extend({ emoji, on: z.boolean() }), data: one },
  'message:reactions': {
    payload: ofMessage.extend({ emoji, cursor: pageCursor.optional() }),
    data: z.object({ userIds: z.array(id), next: pageCursor.optional() }),
  },
  'message:versions': {
    payload: ofMessage.extend({ cursor: pageCursor.optional() }),
    data: z.object({ versions: z.array(version), next: pageCursor.optional() }),
  },
  'message:pin': { payload: ofMessage.extend({ on: z.boolean() }), data: one },
  'message:unpreview': { payload: ofMessage, data: one },
  'message:confirm': { payload: ofMessage, data: one },
  'message:confirmations': {
    payload: ofMessage.extend({ cursor: pageCursor.optional() }),
    data: z.object({
      confirmed: z.array(z.object({ userId: id, at: time })),
      waiting: z.array(id),
      counts: z.object({ confirmed: z.int(), waiting: z.int() }),
      users,
      next: pageCursor.optional(),
    }),
  },
  'message:remind': { payload: ofMessage, data: z.object({ reminded: z.int() }) },
  'message:report': {
    payload: ofMessage.extend({ reason: reportReason, note: cleanText.trim().max(REPORT_NOTE_MAX).optional() }),
    data: z.object({ reportId: id, again: z.literal(true).optional() }),
  },
  'message:unconfirmed': { payload: nothing, data: z.object({ messages: z.array(message), users }) },
} as const
