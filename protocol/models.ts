import { z } from 'zod'
import { counter, emoji, emojiName, id, messageId, time } from './scalars.ts'

export const roomKind = z.enum(['PUBLIC', 'PRIVATE', 'DIRECT', 'THREAD'])
export const notifyLevel = z.enum(['all', 'mentions', 'none'])
export const roomRole = z.enum(['owner', 'moderator', 'member'])
/** Who may write: everybody in the room; its owners and moderators, others in threads only; or those alone. */
export const roomPosting = z.enum(['everybody', 'threads', 'moderators'])
export const userRole = z.enum(['owner', 'admin', 'moderator', 'member', 'guest'])
export const presenceChoice = z.enum(['online', 'away', 'dnd', 'invisible'])
export const presenceStatus = z.enum(['online', 'away', 'dnd', 'offline'])

export const user = z.object({
  id,
  username: z.string(),
  displayName: z.string(),
  avatarUrl: z.string().optional(),
  role: userRole,
  /** No person: what a webhook posts is written by it. */
  bot: z.literal(true).optional(),
})

/** What somebody says of themselves, and the channels that the viewer is in, too. */
export const profile = z.object({
  title: z.string().optional(),
  about: z.string().optional(),
  timeZone: z.string().optional(),
  createdAt: time,
  /** One's own only: how one wants to be seen, and what one says one is at. */
  status: z.object({ choice: presenceChoice, text: z.string().optional(), until: time.optional() }).optional(),
  rooms: z.array(id),
})

export const attachment = z.object({
  id,
  name: z.string(),
  type: z.string(),
  size: z.int(),
  width: z.int().optional(),
  height: z.int().optional(),
  blur: z.string().optional(),
  /** What a picture shows, in its author's words. */
  alt: z.string().optional(),
})

/**
 * A message that its readers are to confirm: by how many it is, of how many who were asked (the members when it was written,
 * without its author), and when they were last reminded. Of the viewer `mine` says whether they did. Nobody else is named:
 * rows that go to many people at once leave it out, and who did since the rev before is told apart.
 */
export const confirmation = z.object({
  count: z.int(),
  asked: z.int(),
  remindedAt: time.optional(),
  mine: z.boolean().optional(),
})

/** Who reacted with one emoji: all counted, the first 20 named. `mine` is left out of what goes to many people at once. */
export const reaction = z.object({ emoji, count: z.int(), userIds: z.array(id), mine: z.boolean().optional() })

export const mentions = z.object({ userIds: z.array(id), groupIds: z.array(id), room: z.enum(['all', 'here']).optional() })

export const threadInfo = z.object({ roomId: id, count: z.int(), lastAt: time })

/** What a webhook's message is shown under, where it is not the webhook's own name: the sign is an emoji, or one of the installation's own between colons. */
export const shownAs = z.object({ name: z.string().optional(), icon: z.string().optional() })

/** Who pinned a message, and when. */
export const pin = z.object({ by: id, at: time })

/** What a page that a message links to says of itself: plain text, read by the server. */
export const preview = z.object({
  url: z.string(),
  site: z.string().optional(),
  title: z.string(),
  description: z.string().optional(),
})

export const message = z.object({
  id: messageId,
  roomId: id,
  seq: counter,
  rev: counter,
  authorId: id,
  body: z.string(),
  createdAt: time,
  editedAt: time.optional(),
  deletedAt: time.optional(),
  hiddenAt: time.optional(),
  replyToId: messageId.optional(),
  thread: threadInfo.optional(),
  reactions: z.array(reaction),
  pinned: z.boolean(),
  pin: pin.optional(),
  preview: preview.optional(),
  attachments: z.array(attachment),
  mentions,
  confirm: confirmation.optional(),
  kind: z.literal('system').optional(),
  shownAs: shownAs.optional(),
})

/**
 * What a commit changed in one message. A new message comes whole. Any other patch has `id`, `seq`, `rev`, `authorId`
 * and what changed; `null` clears a field, and reactions and confirmations come as single changes.
 */
export const messagePatch = z.object({
  id: messageId,
  seq: counter,
  rev: counter,
  authorId: id,
  roomId: id.optional(),
  body: z.string().optional(),
  createdAt: time.optional(),
  editedAt: time.nullable().optional(),
  deletedAt: time.nullable().optional(),
  hiddenAt: time.nullable().optional(),
  replyToId: messageId.optional(),
  thread: threadInfo.nullable().optional(),
  reactions: z.array(reaction).optional(),
  reacted: z.array(z.object({ userId: id, emoji, on: z.boolean() })).optional(),
  pinned: z.boolean().optional(),
  pin: pin.nullable().optional(),
  preview: preview.nullable().optional(),
  attachments: z.array(attachment).optional(),
  mentions: mentions.optional(),
  /** Whom a message that is deleted now had mentioned: for counts only, not part of the row. */
  unmentioned: mentions.optional(),
  confirm: confirmation.nullable().optional(),
  /** How many confirmed it now, and whether the one who is told is among them: nobody else is named. */
  confirmedCount: z.int().optional(),
  confirmed: z.array(id).optional(),
  /** Who has not confirmed it was reminded. */
  remindedAt: time.optional(),
  kind: z.literal('system').optional(),
  shownAs: shownAs.optional(),
})

/** What everybody in a room sees of it. */
const sharedRoom = z.object({
  id,
  kind: roomKind,
  name: z.string().optional(),
  topic: z.string().optional(),
  /** Of a thread: the message it belongs to, its author, and the beginning of its words (none once it is deleted or hidden). */
  parent: z.object({ roomId: id, messageId, authorId: id.optional(), text: z.string().optional() }).optional(),
  memberCount: z.int(),
  /** Everybody in a direct room, oneself included. */
  members: z.array(id).optional(),
  archived: z.boolean(),
  slowModeSeconds: z.int(),
  /** Pinned messages in it; absent for none. */
  pins: z.int().optional(),
  /** `false`: links in it are not previewed. */
  previews: z.boolean().optional(),
  /** Absent: everybody. */
  posting: roomPosting.optional(),
  /** The room's rev when these facts, or who is in it as what, last changed. */
  factsRev: counter.optional(),
})

export const roomSummary = sharedRoom.extend({
  rev: counter,
  lastSeq: counter,
  /** When the latest message was written; absent in an empty room. */
  lastAt: time.optional(),
  readSeq: counter,
  unread: z.int(),
  mentionCount: z.int(),
  /** Unread messages with one of one's keywords that don't mention one; absent for none. */
  keywordCount: z.int().optional(),
  /** Messages that wait for one's confirmation, counted like the mentions; absent for none. */
  toConfirm: z.int().optional(),
  /** The latest reminder about those. */
  remindedAt: time.optional(),
  /** Where the room was when one joined it: what stands up to here asks one nothing. */
  joinedSeq: counter.optional(),
  notify: notifyLevel,
  /** `notify` was chosen for this room; else it follows the default. */
  notifyOwn: z.boolean().optional(),
  muted: z.boolean().optional(),
  favourite: z.boolean().optional(),
  /** Where it stands in one's sidebar. A section that is not there counts as none. */
  sectionId: z.string().optional(),
  position: z.string().optional(),
  /** Absent for somebody who is not a member (a public room being looked at, a thread not followed). */
  role: roomRole.optional(),
  onlineCount: z.int().optional(),
  draft: z.string().optional(),
  /** When the draft was written: names it, for `room:draft`. */
  draftAt: time.optional(),
})

/** The shared facts of a room that a commit changed. An empty `topic` clears it. */
export const roomPatch = sharedRoom.omit({ id: true, kind: true, parent: true }).partial()

export const roomChanges = z.object({
  roomId: id,
  prev: counter,
  rev: counter,
  messages: z.array(messagePatch),
  room: roomPatch.optional(),
  users: z.array(user).optional(),
})

/** What the people who run the installation tell everybody. Told again it replaces the one of its id; `endsInMs: 0` withdraws it. */
/** What the place is called, unless it was never named, and who may make an account in it. */
export const community = z.object({ name: z.string().optional(), registration: z.enum(['open', 'closed']) })
export type Community = z.infer<typeof community>

export const notice = z.object({
  id,
  body: z.string(),
  level: z.enum(['info', 'warning']),
  endsInMs: z.int().optional(),
})

/** How one's unread ones are counted: a message that counts, and why. */
export const unreadMessage = z.object({ id: messageId, seq: counter, authorId: id, at: time })
export const roomCounts = z.object({ roomId: id, rev: counter, readSeq: counter, unread: z.int(), mentionCount: z.int() })
/** A picture that goes by `:name:`, in messages and as a reaction. It never changes: its bytes are at `emojiImagePath(id)`. */
export const customEmoji = z.object({ id, name: emojiName, addedBy: id })

/** An address at which other programs post into a room; what it posts is written by `userId`. */
export const webhook = z.object({ id, userId: id, name: z.string(), createdBy: id, createdAt: time, lastUsedAt: time.optional() })

/** What a message said from `at` on, before it was edited. */
export const version = z.object({ body: z.string(), at: time })

export const member = z.object({ userId: id, role: roomRole, joinedAt: time })
export const roomCursor = z.object({ userId: id, deliveredSeq: counter, readSeq: counter })
export const presence = z.object({ userId: id, status: presenceStatus, lastSeenAt: time.nullable(), text: z.string().optional() })

export type RoomKind = z.infer<typeof roomKind>
export type NotifyLevel = z.infer<typeof notifyLevel>
export type RoomRole = z.infer<typeof roomRole>
export type RoomPosting = z.infer<typeof roomPosting>
export type UserRole = z.infer<typeof userRole>
export type PresenceChoice = z.infer<typeof presenceChoice>
export type PresenceStatus = z.infer<typeof presenceStatus>
export type User = z.infer<typeof user>
export type Profile = z.infer<typeof profile>
export type Attachment = z.infer<typeof attachment>
export type Reaction = z.infer<typeof reaction>
export type Confirmation = z.infer<typeof confirmation>
export type Preview = z.infer<typeof preview>
export type UnreadMessage = z.infer<typeof unreadMessage>
export type RoomCounts = z.infer<typeof roomCounts>
export type Mentions = z.infer<typeof mentions>
export type ThreadInfo = z.infer<typeof threadInfo>
export type Message = z.infer<typeof message>
export type MessagePatch = z.infer<typeof messagePatch>
export type RoomSummary = z.infer<typeof roomSummary>
export type RoomPatch = z.infer<typeof roomPatch>
export type RoomChanges = z.infer<typeof roomChanges>
export type Notice = z.infer<typeof notice>
export type CustomEmoji = z.infer<typeof customEmoji>
export type ShownAs = z.infer<typeof shownAs>
export type Webhook = z.infer<typeof webhook>
export type Version = z.infer<typeof version>
export type Member = z.infer<typeof member>
export type RoomCursor = z.infer<typeof roomCursor>
export type Presence = z.infer<typeof presence>
