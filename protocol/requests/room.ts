import { z } from 'zod'
import { DIRECT_MAX_MEMBERS, DRAFT_AGO_MAX_MS, IDS_MAX, PAGE_MAX, ROOM_NAME_MAX, ROOM_TOPIC_MAX } from '../limits.ts'
import {
  member,
  message,
  notifyLevel,
  roomChanges,
  roomCounts,
  roomCursor,
  roomPosting,
  roomRole,
  roomSummary,
  unreadMessage,
} from '../models.ts'
import { body, counter, id, line, messageId, pageCursor, pageLimit, query, time } from '../scalars.ts'
import { position, sectionId } from '../sidebar.ts'
import { inRoom, nothing, room, users } from './shapes.ts'

/** Rooms, threads, and what one has read of them. */
export const roomRequests = {
  'room:list': {
    payload: z.object({ query: query.optional(), cursor: pageCursor.optional(), limit: pageLimit(PAGE_MAX).optional() }),
    data: z.object({ rooms: z.array(roomSummary), next: pageCursor.optional() }),
  },
  'room:create': {
    payload: z.object({
      kind: z.enum(['PUBLIC', 'PRIVATE', 'DIRECT']),
      name: line(ROOM_NAME_MAX).optional(),
      topic: line(ROOM_TOPIC_MAX).optional(),
      memberIds: z.array(id).max(DIRECT_MAX_MEMBERS).optional(),
    }),
    data: room,
  },
  'room:get': { payload: inRoom, data: room },
  'room:join': { payload: inRoom, data: room },
  'room:leave': { payload: inRoom, data: room },
  'room:invite': { payload: z.object({ roomId: id, userId: id }), data: nothing },
  'room:kick': { payload: z.object({ roomId: id, userId: id }), data: nothing },
  'room:update': {
    payload: z.object({
      roomId: id,
      name: line(ROOM_NAME_MAX).optional(),
      topic: line(ROOM_TOPIC_MAX).optional(),
      slowModeSeconds: z.int().min(0).max(21_600).optional(),
      posting: roomPosting.optional(),
      archived: z.boolean().optional(),
      previews: z.boolean().optional(),
    }),
    data: room,
  },
  'room:role': { payload: z.object({ roomId: id, userId: id, role: roomRole }), data: nothing },
  'room:members': {
    payload: z.object({ roomId: id, cursor: pageCursor.optional(), limit: pageLimit(PAGE_MAX).optional() }),
    data: z.object({ members: z.array(member), users, next: pageCursor.optional() }),
  },
  'room:history': {
    payload: z
      .object({
        roomId: id,
        before: counter.optional(),
        after: counter.optional(),
        around: counter.optional(),
        limit: pageLimit(PAGE_MAX).optional(),
      })
      .refine(
        (p) => [p.before, p.after, p.around].filter((seq) => seq !== undefined).length <= 1,
        'name one of before, after and around',
      ),
    data: z.object({ messages: z.array(message), users, hasBefore: z.boolean(), hasAfter: z.boolean(), rev: counter }),
  },
  'room:sync': {
    payload: z.object({ roomId: id, afterRev: counter }),
    data: z.union([z.object({ changes: roomChanges }), z.object({ reset: z.literal(true), rev: counter })]),
  },
  'room:read': {
    payload: z.object({ roomId: id, seq: counter, back: z.boolean().optional() }),
    data: z.object({ readSeq: counter }),
  },
  'room:delivered': { payload: z.object({ roomId: id, seq: counter }), data: nothing },
  'room:readers': {
    payload: z.object({ roomId: id, seq: counter, cursor: pageCursor.optional() }),
    data: z.object({ userIds: z.array(id), next: pageCursor.optional() }),
  },
  'room:receipts': { payload: inRoom, data: z.object({ cursors: z.array(roomCursor) }) },
  'room:pins': {
    payload: z.object({ roomId: id, cursor: pageCursor.optional() }),
    data: z.object({ messages: z.array(message), users, next: pageCursor.optional() }),
  },
  'room:unread': {
    payload: inRoom,
    data: roomCounts.extend({
      lastSeq: counter,
      first: unreadMessage.optional(),
      mentions: z.array(unreadMessage.extend({ of: z.enum(['me', 'all', 'here']) })),
      users,
    }),
  },
  'room:counts': {
    payload: z.object({ roomIds: z.array(id).max(IDS_MAX) }),
    data: z.object({ counts: z.array(roomCounts) }),
  },
  'room:notify': { payload: z.object({ roomId: id, level: z.union([notifyLevel, z.literal('default')]) }), data: nothing },
  'room:mute': { payload: z.object({ roomId: id, muted: z.boolean() }), data: nothing },
  'room:place': {
    payload: z.object({
      roomId: id,
      favourite: z.boolean().optional(),
      sectionId: sectionId.nullable().optional(),
      position: position.nullable().optional(),
    }),
    data: nothing,
  },
  'room:draft': {
    payload: inRoom.extend({
      body,
      /** `draftAt` of the draft it was written over; null for none. Absent: whatever stands there is replaced unasked. */
      seenAt: time.nullable().optional(),
      agoMs: z.int().min(0).max(DRAFT_AGO_MAX_MS).optional(),
    }),
    data: z.object({
      stored: z.boolean().optional(),
      draftAt: time.optional(),
      other: z.string().optional(),
      isNewer: z.boolean().optional(),
    }),
  },
  'thread:open': { payload: z.object({ roomId: id, messageId }), data: room },
  'thread:list': {
    payload: z.object({ roomId: id, cursor: pageCursor.optional() }),
    data: z.object({ messages: z.array(message), users, next: pageCursor.optional() }),
  },
} as const
