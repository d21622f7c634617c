import { z } from 'zod'
import { found, foundIn } from './found.ts'
import { group, groupDescription, groupName } from './groups.ts'
import { later, laterRequests } from './later.ts'
import {
  ATTACHMENTS_MAX,
  DIRECT_MAX_MEMBERS,
  DRAFT_AGO_MAX_MS,
  HELLO_REVS_MAX,
  IDS_MAX,
  MESSAGES_GET_MAX,
  NOTICE_MAX,
  NOTICE_MAX_MINUTES,
  PAGE_MAX,
  PRESENCE_WATCH_MAX,
  ROOM_NAME_MAX,
  ROOM_TOPIC_MAX,
  SEARCH_PAGE_MAX,
  SEARCH_QUERY_MAX,
  STATUS_TEXT_MAX,
} from './limits.ts'
import {
  customEmoji,
  member,
  message,
  notice,
  notifyLevel,
  presence,
  presenceChoice,
  roomChanges,
  roomCounts,
  roomCursor,
  roomPosting,
  roomRole,
  roomSummary,
  unreadMessage,
  user,
  version,
} from './models.ts'
import { body, cleanText, counter, emoji, emojiName, id, line, messageId, pageCursor, pageLimit, query, time } from './scalars.ts'
import { node, openConnection, signIn } from './sessions.ts'
import { position, preferences, section, sectionId, sectionName, sectionSort } from './sidebar.ts'

const inRoom = z.object({ roomId: id })
const ofMessage = z.object({ roomId: id, id: messageId })
const nothing = z.object({})
const room = z.object({ room: roomSummary })
const one = z.object({ message })
const users = z.array(user)

const isRevs = (value: unknown): value is Record<string, number> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length <= HELLO_REVS_MAX &&
    entries.every(([roomId, rev]) => id.safeParse(roomId).success && counter.safeParse(rev).success)
  )
}
/** One verdict for all of it: a list of what is wrong with each of 30,000 keys would take a host longer than anything else. */
const revs = z.custom<Record<string, number>>(isRevs, `must be revs by room id, of at most ${HELLO_REVS_MAX} rooms`)

/** `docs/protocol.md` says in words what each does. `data` is what an ok answer holds. */
export const requests = {
  'session:hello': {
    payload: z.object({
      epoch: z.string().max(200).optional(),
      meRev: counter.optional(),
      laterRev: counter.optional(),
      revs,
      hidden: z.boolean().optional(),
      groupsRev: counter.optional(),
    }),
    data: z.object({
      user,
      epoch: z.string(),
      meRev: counter,
      serverTime: time,
      expiresAt: time,
      connection: z.object({ id: z.string(), node: z.string(), sessionId: id }),
      rooms: z.array(roomSummary),
      gone: z.array(id),
      changes: z.array(roomChanges),
      resets: z.array(id),
      held: z.array(message),
      users,
      notices: z.array(notice).optional(),
      /** Links are previewed in this installation. */
      linkPreviews: z.boolean().optional(),
      sections: z.array(section).optional(),
      preferences: preferences.optional(),
      groups: z.array(group).optional(),
      groupsRev: counter.optional(),
      emojiRev: counter.optional(),
      later: later.extend({ whole: z.boolean() }).optional(),
    }),
  },
  'session:refresh': {
    payload: nothing,
    data: z.object({ expiresAt: time, token: z.object({ token: z.string(), expiresAt: time }).optional() }),
  },
  'session:visible': { payload: z.object({ visible: z.boolean() }), data: nothing },
  'session:list': { payload: nothing, data: z.object({ sessions: z.array(signIn) }) },
  'session:end': { payload: z.object({ sessionId: id }), data: nothing },
  'session:end-others': { payload: nothing, data: z.object({ ended: z.int() }) },
  'connection:list': {
    payload: z.object({ query: query.optional(), cursor: pageCursor.optional(), limit: pageLimit(PAGE_MAX).optional() }),
    data: z.object({
      nodes: z.array(node),
      connections: z.array(openConnection),
      users,
      next: pageCursor.optional(),
    }),
  },

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
  'message:unconfirmed': { payload: nothing, data: z.object({ messages: z.array(message), users }) },

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
  'preferences:set': { payload: preferences, data: nothing },
  'group:create': {
    payload: z.object({
      name: groupName,
      description: groupDescription.optional(),
      memberIds: z.array(id).max(IDS_MAX).optional(),
    }),
    data: z.object({ group }),
  },
  'group:update': {
    payload: z.object({
      groupId: id,
      name: groupName.optional(),
      description: groupDescription.optional(),
      add: z.array(id).max(IDS_MAX).optional(),
      remove: z.array(id).max(IDS_MAX).optional(),
    }),
    data: z.object({ group }),
  },
  'group:delete': { payload: z.object({ groupId: id }), data: nothing },
  'group:members': {
    payload: z.object({ groupId: id, cursor: pageCursor.optional() }),
    data: z.object({ userIds: z.array(id), users, next: pageCursor.optional() }),
  },
  ...laterRequests,

  'user:get': { payload: z.object({ ids: z.array(id).max(IDS_MAX) }), data: z.object({ users }) },
  'user:search': { payload: z.object({ query, limit: pageLimit(PAGE_MAX).optional() }), data: z.object({ users }) },

  'emoji:list': { payload: nothing, data: z.object({ emoji: z.array(customEmoji), rev: counter }) },
  'emoji:add': { payload: z.object({ name: emojiName, image: z.base64() }), data: z.object({ emoji: customEmoji }) },
  'emoji:remove': { payload: z.object({ id }), data: nothing },
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

  'notice:post': {
    payload: z.object({
      body: line(NOTICE_MAX).min(1, 'must say something'),
      level: z.enum(['info', 'warning']),
      endsInMinutes: z.int().min(1).max(NOTICE_MAX_MINUTES).optional(),
    }),
    data: z.object({ notice }),
  },
  'notice:end': { payload: z.object({ id }), data: nothing },

  'typing:set': { payload: z.object({ roomId: id, typing: z.boolean() }), data: nothing },
  'presence:set': {
    payload: z.object({ status: presenceChoice, text: line(STATUS_TEXT_MAX).optional() }),
    data: nothing,
  },
  'presence:watch': {
    payload: z.object({ userIds: z.array(id).max(PRESENCE_WATCH_MAX) }),
    data: z.object({ presence: z.array(presence) }),
  },
} as const satisfies Record<string, { payload: z.ZodType; data: z.ZodType }>

export type RequestName = keyof typeof requests
/** What a client passes. */
export type RequestPayload<Name extends RequestName> = z.input<(typeof requests)[Name]['payload']>
/** What an ok answer holds. */
export type RequestData<Name extends RequestName> = z.output<(typeof requests)[Name]['data']>
