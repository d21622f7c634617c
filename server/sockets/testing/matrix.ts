import type { ErrorCode } from '#protocol/errors.ts'
import type { RequestName } from '#protocol/requests.ts'
import { INSIDE, type OUTSIDE, PASSING, type Role } from '#server/testing/roles.ts'

/** What a request is about: a message in a room, who wrote it and their session, and somebody who is not in that room. */
export type Thing = { roomId: string; messageId: string; userId: string; sessionId: string; newcomerId: string }
/** Somebody who came in. */
export type Connected = Exclude<Role, (typeof OUTSIDE)[number]>
export const CONNECTED = ['guest', ...PASSING, ...INSIDE] as const satisfies readonly Connected[]

export type Expected = 'ok' | ErrorCode
/** What each role is answered, about a thing of a public room that the insiders are in. */
export type Rule = Record<Connected, Expected>

/**
 * `own` is asked about one's own message and oneself, `other` about another's. A private room's insiders are answered as
 * by `other`, everybody else as if it were not there, unless the answer is the same for all rooms (`hidden`).
 */
export type Row = {
  event: RequestName
  what: string
  payload: (thing: Thing) => object
  own: Rule
  other: Rule
  hidden: Expected
  /** Names a room. Where it does not, things in hidden rooms are people. */
  isOfRoom: boolean
  /** Done once it can't be asked again: each role gets a thing of its own. */
  isFinal: boolean
  /** To these, whoever shares no room with them is like nobody. */
  blind?: readonly Connected[]
  /** About people: where whoever is not there is told apart. */
  nowhere?: Rule
}

const rule = (guest: Expected, passing: Expected, [member, moderator, owner]: [Expected, Expected, Expected]): Rule => ({
  guest,
  ...{ stranger: passing, moderator: passing, administrator: passing, owner: passing },
  ...{ member, 'room moderator': moderator, 'room owner': owner },
})
const inside = (expected: Expected): [Expected, Expected, Expected] => [expected, expected, expected]

const ALL = rule('ok', 'ok', inside('ok'))
const NO_GUESTS = rule('forbidden', 'ok', inside('ok'))
/** Reading: a public room is everybody's but guests'. */
const READERS = rule('not_found', 'ok', inside('ok'))
/** Taking part, where the answer may say that the room is there. */
const MEMBERS = rule('not_found', 'forbidden', inside('ok'))
const GOVERNORS = rule('not_found', 'forbidden', ['forbidden', 'ok', 'ok'])
/** Who governs is its owners' business; about oneself the last of them is told why not. */
const OWNERS = rule('not_found', 'forbidden', ['forbidden', 'forbidden', 'ok'])
const LAST_OWNERS = rule('not_found', 'forbidden', ['forbidden', 'forbidden', 'conflict'])
const NO_ONE = rule('not_found', 'forbidden', inside('forbidden'))
/** What is decided inside the commit: it says nothing to whoever is not in the room. */
const WRITERS = rule('not_found', 'not_found', inside('ok'))
const TIDIERS = rule('not_found', 'not_found', ['forbidden', 'ok', 'ok'])
const NO_WRITER = rule('not_found', 'not_found', inside('forbidden'))
const CLASHES = rule('not_found', 'not_found', inside('conflict'))

/** Who may say so: nobody of these asks anything, so whoever may is told that. */
const ASKERS_ONLY = rule('not_found', 'forbidden', ['forbidden', 'conflict', 'conflict'])
const AUTHORS_ONLY = rule('not_found', 'forbidden', inside('conflict'))
const NO_STAFF = rule('forbidden', 'forbidden', inside('forbidden'))
const STAFF = { ...NO_STAFF, administrator: 'ok', owner: 'ok' } satisfies Rule
/** Searching: what one left is not searched, though it may be read. */
const SEARCHERS = rule('not_found', 'not_found', inside('ok'))
const NOBODY_THERE = rule('not_found', 'not_found', inside('not_found'))
/** The installation's own owners. */
const OWNERS_ONLY = { ...STAFF, administrator: 'forbidden' } satisfies Rule
const STAFF_SIXTH = { ...STAFF, administrator: 'conflict', owner: 'conflict' } satisfies Rule
const STAFF_NOWHERE = { ...STAFF, administrator: 'not_found', owner: 'not_found' } satisfies Rule

/** Whoever may look at any room is told that this one is not there; nobody else anything. */
const STAFF_BLIND = { ...rule('forbidden', 'forbidden', inside('forbidden')) }
const MODERATORS_NOWHERE = {
  ...STAFF_BLIND,
  moderator: 'not_found',
  administrator: 'not_found',
  owner: 'not_found',
} satisfies Rule
const MODERATORS = { ...STAFF_BLIND, moderator: 'ok', administrator: 'ok', owner: 'ok' } satisfies Rule
const REPORTERS_OF_THEIR_OWN = rule('not_found', 'forbidden', inside('forbidden'))

type Payload = Row['payload']
const ofRoom = (event: RequestName, what: string, payload: Payload, own: Rule, other = own): Row => ({
  ...{ event, what, payload, own, other },
  ...{ hidden: 'not_found', isOfRoom: true, isFinal: false },
})
const usingUp = (...of: Parameters<typeof ofRoom>): Row => ({ ...ofRoom(...of), isFinal: true })
const ofPeople = (event: RequestName, what: string, payload: Payload, own = ALL, other = own): Row => ({
  ...{ event, what, payload, own, other },
  ...{ hidden: 'ok', isOfRoom: false, isFinal: false },
})

/** A PNG of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let made = 0
const freshName = () => `a room of the matrix ${++made}`
const freshHandle = () => `group-${++made}`
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
const freshId = () => `01900000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`

const nobody = () => ({ kind: 'person', userId: freshId() })
const unknownCase = () => ({ caseId: freshId(), version: 1 })

/** Every request, and what each role may do with it. A new request is a line here; the test says when one is missing. */
export const ROWS: readonly Row[] = [
  ofPeople('session:hello', 'again', () => ({ revs: {} })),
  ofPeople('session:refresh', 'of oneself', () => ({})),
  ofPeople('room:list', 'all', () => ({})),
  ofPeople('room:create', 'a channel', () => ({ kind: 'PUBLIC', name: freshName() }), NO_GUESTS),
  ofPeople('room:create', 'a private channel', () => ({ kind: 'PRIVATE', name: freshName() }), NO_GUESTS),
  ofPeople('room:create', 'a direct room', ({ newcomerId }) => ({ kind: 'DIRECT', memberIds: [newcomerId] }), READERS),
  ofPeople('user:search', 'everybody', () => ({ query: '' })),
  ofPeople('user:list', 'everybody', () => ({})),
  { ...ofPeople('user:get', 'somebody', ({ userId }) => ({ ids: [userId] })), blind: ['guest'] },
  {
    ...ofPeople('user:reset-link', 'somebody’s', ({ userId }) => ({ userId }), NO_STAFF, STAFF),
    nowhere: STAFF_NOWHERE,
  },
  ofPeople('profile:get', 'of a newcomer', ({ newcomerId: userId }) => ({ userId }), READERS),
  ofPeople('profile:set', 'of oneself', () => ({ title: 'Words' })),
  ofPeople('notifications:get', 'of oneself', () => ({})),
  ofPeople('notifications:set', 'of oneself', () => ({ preview: true, quiet: null, timeZone: 'UTC' })),
  ofPeople('push:subscribe', 'of oneself', () => ({
    ...{
      endpoint: `https://push.example.org/${freshName()}`,
      p256dh: 'A'.repeat(87),
      auth: 'A'.repeat(22),
      serverKey: 'A'.repeat(87),
    },
  })),
  ofPeople('push:unsubscribe', 'of oneself', () => ({})),
  ofPeople('push:test', 'of oneself, unsubscribed', () => ({ nonce: 'a-nonce-of-a-test' }), NOBODY_THERE),
  ofPeople('presence:set', 'of oneself', () => ({ status: 'online' })),
  { ...ofPeople('person:mark', 'muted', ({ newcomerId: userId }) => ({ userId, mark: 'mute' }), READERS) },
  ofPeople('presence:idle', 'of oneself', () => ({ idle: false })),
  ofPeople('presence:watch', 'of somebody', ({ userId }) => ({ userIds: [userId] })),

  ofRoom('room:get', 'a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:files', 'of a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('file:begin', 'for a room', ({ roomId }) => ({ id: freshId(), roomId, name: 'a.txt', size: 1 }), MEMBERS),
  ofPeople('file:resume', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('file:finish', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('file:describe', 'one that is not there', () => ({ id: freshId(), alt: 'a picture' }), NOBODY_THERE),
  ofPeople('file:drop', 'one that is not there', () => ({ id: freshId() })),
  ofRoom('room:members', 'of a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:history', 'of a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:sync', 'of a room', ({ roomId }) => ({ roomId, afterRev: 0 }), READERS),
  usingUp('room:join', 'a room', ({ roomId }) => ({ roomId }), READERS),
  usingUp('room:leave', 'a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:invite', 'somebody inside', ({ roomId, userId }) => ({ roomId, userId }), MEMBERS),
  usingUp('room:invite', 'a newcomer', ({ roomId, newcomerId }) => ({ roomId, userId: newcomerId }), MEMBERS),
  usingUp('room:kick', 'somebody', ({ roomId, userId }) => ({ roomId, userId }), NO_ONE, GOVERNORS),
  ofRoom('room:update', 'its topic', ({ roomId }) => ({ roomId, topic: 'a topic' }), MEMBERS),
  ofRoom('room:update', 'its name', ({ roomId }) => ({ roomId, name: freshName() }), GOVERNORS),
  ofRoom('room:update', 'its previews', ({ roomId }) => ({ roomId, previews: true }), GOVERNORS),
  ofRoom('room:update', 'its slow mode', ({ roomId }) => ({ roomId, slowModeSeconds: 0 }), GOVERNORS),
  usingUp('room:update', 'to the archive', ({ roomId }) => ({ roomId, archived: true }), GOVERNORS),
  ofRoom('room:update', 'who may write', ({ roomId }) => ({ roomId, posting: 'everybody' }), GOVERNORS),
  usingUp('room:role', 'to moderator', ({ roomId, userId }) => ({ roomId, userId, role: 'moderator' }), LAST_OWNERS, OWNERS),
  ofRoom('room:read', 'a message', ({ roomId }) => ({ roomId, seq: 1 }), MEMBERS),
  ofRoom('room:read', 'back', ({ roomId }) => ({ roomId, seq: 1, back: true }), MEMBERS),
  ofRoom('room:delivered', 'a message', ({ roomId }) => ({ roomId, seq: 1 }), MEMBERS),
  ofRoom('room:readers', 'of a message', ({ roomId }) => ({ roomId, seq: 1 }), MEMBERS),
  ofRoom('room:notify', 'for oneself', ({ roomId }) => ({ roomId, level: 'all' }), MEMBERS),
  ofRoom('room:mute', 'for oneself', ({ roomId }) => ({ roomId, muted: false }), MEMBERS),
  ofRoom('room:place', 'for oneself', ({ roomId }) => ({ roomId, favourite: false }), MEMBERS),
  ofRoom('room:draft', 'for oneself', ({ roomId }) => ({ roomId, body: 'a draft' }), MEMBERS),
  ofRoom('thread:open', 'of a message', ({ roomId, messageId }) => ({ roomId, messageId }), MEMBERS),

  ofRoom('thread:list', 'of a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:pins', 'of a room', ({ roomId }) => ({ roomId }), READERS),
  ofRoom('room:unread', 'of a room', ({ roomId }) => ({ roomId }), MEMBERS),
  // Rooms that are not one's own are left out, as if they were not there.
  ofPeople('room:counts', 'of a room', ({ roomId }) => ({ roomIds: [roomId] })),
  ofRoom('message:get', 'a message', ({ roomId, messageId }) => ({ roomId, ids: [messageId] }), READERS),

  ofRoom('message:send', 'a new one', ({ roomId }) => ({ roomId, id: freshId(), body: 'new @all' }), WRITERS),
  ofRoom(
    'message:send',
    'an answer',
    ({ roomId, messageId: replyToId }) => ({ roomId, id: freshId(), body: 'yes', replyToId }),
    WRITERS,
  ),
  // Whoever wrote it is told what they wrote, also when they are gone [M2].
  ofRoom('message:send', 'again', ({ roomId, messageId }) => ({ roomId, id: messageId, body: 'taken' }), ALL, CLASHES),
  ofRoom(
    'message:edit',
    'a message',
    ({ roomId, messageId }) => ({ roomId, id: messageId, body: 'changed' }),
    WRITERS,
    NO_WRITER,
  ),
  ofRoom('message:versions', 'of a message', ({ roomId, messageId }) => ({ roomId, id: messageId }), READERS),
  usingUp('message:delete', 'a message', ({ roomId, messageId }) => ({ roomId, id: messageId }), WRITERS, TIDIERS),
  ofRoom('message:react', 'to a message', ({ roomId, messageId }) => ({ roomId, id: messageId, emoji: '👍', on: true }), WRITERS),
  ofRoom('message:reactions', 'of a message', ({ roomId, messageId }) => ({ roomId, id: messageId, emoji: '👍' }), READERS),
  ofRoom('message:pin', 'a message', ({ roomId, messageId }) => ({ roomId, id: messageId, on: true }), WRITERS),

  ofRoom('message:unpreview', 'of a message', ({ roomId, messageId }) => ({ roomId, id: messageId }), MEMBERS, GOVERNORS),
  ofRoom('room:receipts', 'of a room', ({ roomId }) => ({ roomId }), MEMBERS),
  ofRoom('message:send', 'one that asks', ({ roomId }) => ({ roomId, id: freshId(), body: 'read', confirm: true }), TIDIERS),
  ofRoom('message:confirm', 'what asks nothing', ({ roomId, messageId }) => ({ roomId, id: messageId }), NO_WRITER),
  ofRoom(
    'message:confirmations',
    'of what asks nothing',
    ({ roomId, messageId }) => ({ roomId, id: messageId }),
    AUTHORS_ONLY,
    ASKERS_ONLY,
  ),
  ofRoom(
    'message:remind',
    'of what asks nothing',
    ({ roomId, messageId }) => ({ roomId, id: messageId }),
    AUTHORS_ONLY,
    ASKERS_ONLY,
  ),
  ofPeople('message:unconfirmed', 'of oneself', () => ({})),
  ofRoom('search:messages', 'in a room', ({ roomId }) => ({ query: 'words', roomId }), SEARCHERS),
  ofPeople('session:visible', 'of oneself', () => ({ visible: true })),
  ofPeople('session:list', 'of oneself', () => ({})),
  ofPeople('session:end', 'one that is not there', () => ({ sessionId: freshId() }), NOBODY_THERE),
  ofPeople('session:end-others', 'of oneself', () => ({})),
  ofPeople('connection:list', 'of everybody', () => ({}), STAFF),
  ofPeople('emoji:list', 'all', () => ({})),
  ofPeople('emoji:add', 'a new one', () => ({ name: `emoji_${++made}`, image: PIXEL }), NO_GUESTS),
  ofPeople('emoji:remove', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofRoom('webhook:list', 'of a room', ({ roomId }) => ({ roomId }), GOVERNORS),
  ofRoom('webhook:create', 'for a room', ({ roomId }) => ({ roomId, name: 'CI' }), GOVERNORS),
  ofPeople('webhook:rename', 'one that is not there', () => ({ id: freshId(), name: 'CI' }), NOBODY_THERE),
  ofPeople('webhook:revoke', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('community:read', 'as anybody', () => ({})),
  ofPeople('community:change', 'its name', () => ({ name: 'The place' }), OWNERS_ONLY),
  ofPeople('invite:create', 'for members', () => ({ role: 'member', maxUses: 1, endsInHours: 1 }), STAFF),
  ofPeople('invite:list', 'all', () => ({}), STAFF),
  ofPeople('invite:revoke', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  // Five stand already: so whoever may is told that.
  ofPeople('notice:post', 'a sixth', () => ({ body: 'to everybody', level: 'info' }), STAFF_SIXTH),
  ofPeople('notice:end', 'one that is not there', () => ({ id: freshId() }), STAFF_NOWHERE),

  ofPeople('section:set', 'of oneself', () => ({ id: 'rooms', folded: false })),
  ofPeople('section:delete', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('preferences:set', 'of oneself', () => ({ notify: 'all' })),
  ofPeople('group:create', 'a group', () => ({ name: freshHandle() }), STAFF),
  ofPeople('group:update', 'one that is not there', () => ({ groupId: freshId(), description: 'x' }), STAFF_NOWHERE),
  ofPeople('group:delete', 'one that is not there', () => ({ groupId: freshId() }), STAFF_NOWHERE),
  ofPeople('group:members', 'of one that is not there', () => ({ groupId: freshId() }), NOBODY_THERE),
  ofRoom('scheduled:add', 'to a room', ({ roomId }) => ({ roomId, id: freshId(), body: 'later', at: tomorrow() }), MEMBERS),
  ofPeople('scheduled:list', 'of oneself', () => ({})),
  ofPeople('scheduled:edit', 'one that is not there', () => ({ id: freshId(), body: 'other words' }), NOBODY_THERE),
  ofPeople('scheduled:remove', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('scheduled:send-now', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofRoom('reminder:add', 'of a message', ({ roomId, messageId }) => ({ roomId, messageId, at: tomorrow() }), READERS),
  ofRoom('reminder:add', 'of a room', ({ roomId }) => ({ roomId, text: 'look there', at: tomorrow() }), READERS),
  ofPeople('reminder:list', 'of oneself', () => ({})),
  ofPeople('reminder:snooze', 'one that is not there', () => ({ id: freshId(), at: tomorrow() }), NOBODY_THERE),
  ofPeople('reminder:done', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofPeople('reminder:remove', 'one that is not there', () => ({ id: freshId() }), NOBODY_THERE),
  ofRoom('saved:set', 'a message', ({ roomId, messageId }) => ({ roomId, id: messageId, on: true }), READERS),
  ofPeople('saved:list', 'of oneself', () => ({})),
  ofPeople('keywords:set', 'of oneself', () => ({ words: ['deploy'] })),
  ofPeople('inbox:mentions', 'of oneself', () => ({})),
  ofPeople('inbox:threads', 'of oneself', () => ({})),

  ofRoom(
    'message:report',
    'a message',
    ({ roomId, messageId }) => ({ roomId, id: messageId, reason: 'spam' }),
    REPORTERS_OF_THEIR_OWN,
    READERS,
  ),
  ofPeople('mod:report', 'who is not there', () => ({ target: nobody(), reason: 'abuse' }), NOBODY_THERE),
  ofPeople('mod:reports', 'of oneself', () => ({})),
  // Who moderates nothing sees an empty queue.
  ofPeople('mod:queue', 'as one may see it', () => ({})),
  ofPeople('mod:views', 'as one may see it', () => ({})),
  ofPeople('mod:case', 'one that is not there', () => ({ caseId: freshId() }), NOBODY_THERE),
  ofPeople('mod:context', 'of one that is not there', () => ({ caseId: freshId() }), NOBODY_THERE),
  ofPeople('mod:look', 'into a room that is not there', () => ({ inRoom: freshId(), why: 'to see' }), MODERATORS_NOWHERE),
  ofPeople('mod:open', 'about who is not there', () => ({ target: nobody(), reason: 'abuse' }), NOBODY_THERE),
  ofPeople('mod:claim', 'one that is not there', () => unknownCase(), NOBODY_THERE),
  ofPeople('mod:release', 'one that is not there', () => unknownCase(), NOBODY_THERE),
  ofPeople('mod:escalate', 'one that is not there', () => ({ ...unknownCase(), note: 'look' }), NOBODY_THERE),
  ofPeople('mod:note', 'on one that is not there', () => ({ ...unknownCase(), note: 'look' }), NOBODY_THERE),
  ofPeople('mod:merge', 'one that is not there', () => ({ ...unknownCase(), into: freshId() }), NOBODY_THERE),
  ofPeople('mod:decide', 'one that is not there', () => ({ ...unknownCase(), key: freshId(), actions: [] }), NOBODY_THERE),
  ofPeople('mod:undo', 'one that is not there', () => ({ actionId: freshId(), why: 'a slip' }), NOBODY_THERE),
  ofPeople('mod:bulk', 'of a case that is not there', () => ({ key: freshId(), caseIds: [freshId()], actions: [] }), MODERATORS),
  ofPeople('mod:bulk-get', 'one that is not there', () => ({ bulkId: freshId() }), NOBODY_THERE),
  ofPeople('mod:sanctions', 'as one may see them', () => ({})),
  ofPeople(
    'mod:sanction-end',
    'one that is not there',
    () => ({ sanctionId: freshId(), endsAt: null, why: 'sooner' }),
    NOBODY_THERE,
  ),
  ofPeople('mod:lift', 'one that is not there', () => ({ sanctionId: freshId(), why: 'enough' }), NOBODY_THERE),
  ofPeople('mod:standing', 'of oneself', () => ({})),
  ofPeople('mod:appeal', 'against what is not there', () => ({ sanctionId: freshId(), words: 'not me' }), NOBODY_THERE),
  ofPeople('mod:appeal-say', 'in one that is not there', () => ({ appealId: freshId(), words: 'not me' }), NOBODY_THERE),
  ofPeople(
    'mod:appeal-decide',
    'one that is not there',
    () => ({ ...unknownCase(), key: freshId(), verdict: 'uphold' }),
    NOBODY_THERE,
  ),
  ofPeople('mod:audit', 'all', () => ({}), STAFF),

  // Best effort: answered alike whatever the room is, and heard by nobody (privacy.integration.test.ts).
  { ...ofRoom('typing:set', 'in a room', ({ roomId }) => ({ roomId, typing: true }), ALL), hidden: 'ok' },
]

/** What a role is asked to do, and about what. */
export const KINDS = ['own', 'other', 'private', 'foreign', 'thread', 'direct', 'nowhere'] as const
export type Kind = (typeof KINDS)[number]

const isInside = (role: Connected) => (INSIDE as readonly Role[]).includes(role)

/** What the row says of this cell. */
export function expectedOf(row: Row, role: Connected, kind: Kind): Expected {
  if (kind === 'own') return row.own[role]
  if (kind === 'nowhere' && row.nowhere) return row.nowhere[role]
  if (kind === 'other' || !row.isOfRoom || (kind === 'private' && isInside(role))) return row.other[role]
  return row.hidden
}

/** Whether the answer must be the same, byte for byte, as about what is not there [V1]. */
export function isSecret(row: Row, role: Connected, kind: Kind): boolean {
  const expected = expectedOf(row, role, kind)
  if (row.blind?.includes(role) && kind !== 'own') return true
  return expected === 'not_found' || (row.isOfRoom && expected === row.hidden)
}
