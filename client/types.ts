import type { Change } from '#client/changes/store.ts'
import type { ErrorCode, ProtocolError } from '#protocol/errors.ts'
import type { EndedReason } from '#protocol/events.ts'
import type { Group } from '#protocol/groups.ts'
import type { Reminder, Saved, Scheduled } from '#protocol/later.ts'
import type { Attachment, CustomEmoji, Message, Notice, Presence, RoomCursor, RoomSummary, User } from '#protocol/models.ts'
import type { Preferences, Section } from '#protocol/sidebar.ts'

/** How it stands with the socket host. `catching-up`: connected, hello not answered yet. */
export type ConnectionState =
  | { status: 'connecting'; attempt: number; since: number }
  | { status: 'catching-up'; since: number }
  | { status: 'live'; since: number }
  /** Between two attempts. `unreachable` after ten tries; it goes on trying. Times are epoch ms. */
  | { status: 'waiting'; attempt: number; retryAt: number; since: number; unreachable: boolean; error?: ProtocolError }
  /** The session is over, or the server refuses for good: nothing more is tried until `connect()`. `replaced` made room for another tab or device: somebody who comes back to the page connects it again. */
  | { status: 'ended'; reason: EndedReason | 'signed_out' | 'protocol_mismatch'; until?: string }
  | { status: 'stopped' }

/** A message written here that the server has not confirmed. */
export type OutboxEntry = {
  id: string
  roomId: string
  body: string
  replyToId?: string
  /** Its readers will be asked to confirm it. */
  confirm?: true
  /** Uploads it carries: it goes out once they are there. */
  fileIds?: readonly string[]
  /** Epoch ms at which it was written, for display only. */
  writtenAt: number
  state: 'queued' | 'sending' | 'failed'
  /** Why it failed for good, or why it waits. */
  error?: { code: ErrorCode; message: string; retryAt?: number }
}

/** A file that was attached here, until the message that carries it is stored. */
export type Upload = {
  id: string
  roomId: string
  name: string
  /** What the browser takes it for: only for drawing it. */
  type: string
  size: number
  /** The message that carries it; absent while it is in the composer. */
  messageId?: string
  state: 'waiting' | 'uploading' | 'finishing' | 'ready' | 'failed'
  /** Bytes that the server has. */
  sent: number
  /** As the server found it. */
  file?: Attachment
  /** What it shows, in words; told to the server before its message goes. */
  alt?: string
  /** Why it failed for good, or why it waits: empty for no more than a line that broke. */
  error?: { code: ErrorCode; message: string; retryAt?: number }
}

/** A message that is committed and waits for a moderator: only its author sees it. */
export type HeldMessage = {
  id: string
  roomId: string
  body: string
  replyToId?: string
  /** Epoch ms, for display only. */
  writtenAt: number
}

/** The rows of one room that are held: one run, ascending by seq, with what lies beyond it. */
export type TimelineState = {
  messages: readonly Message[]
  /** There are older, newer messages than the ones held. */
  hasBefore: boolean
  hasAfter: boolean
  /** A page that is on its way. */
  loading: 'latest' | 'before' | 'after' | 'around' | null
  /** Nothing was loaded yet, not even from the cache. */
  empty: boolean
  error?: ProtocolError
}

/** What one has for later. Scheduled messages and reminders by id, saved ones by `roomId id`. */
export type LaterState = {
  scheduled: Readonly<Record<string, Scheduled>>
  /** Those that wait and those that are due. */
  reminders: Readonly<Record<string, Reminder>>
  saved: Readonly<Record<string, Saved>>
  keywords: readonly string[]
}

/** What a screen draws. Every object is replaced when it changes and kept when it does not, so `===` tells. */
export type ChatState = {
  connection: ConnectionState
  me: User | null
  /** True until the first hello or cache answered. */
  starting: boolean
  /** The rooms of a member, and those that are looked at without being one (`role` is absent in them). */
  rooms: Readonly<Record<string, RoomSummary>>
  /** Only rooms that are open or were loaded. */
  timelines: Readonly<Record<string, TimelineState>>
  /** Unconfirmed messages by room, in the order they were written. */
  outbox: Readonly<Record<string, readonly OutboxEntry[]>>
  /** Files on their way up by room, in the order they were attached. */
  uploads: Readonly<Record<string, readonly Upload[]>>
  /** The greatest file that may be sent; 0 until it is known. */
  fileMaxBytes: number
  /** Messages of mine that wait for a moderator, by room. */
  held: Readonly<Record<string, readonly HeldMessage[]>>
  users: Readonly<Record<string, User>>
  /** Who types now, oneself left out. */
  typing: Readonly<Record<string, readonly string[]>>
  presence: Readonly<Record<string, Presence>>
  /** Messages whose new words wait for a connection. */
  editsWaiting: ReadonlySet<string>
  /** The latest change that was refused after whoever made it had gone on: it is undone. */
  undone: { change: Change; error: ProtocolError } | null
  /** Others' cursors, in direct rooms and small ones. */
  cursors: Readonly<Record<string, readonly RoomCursor[]>>
  /** Links are previewed in this installation. */
  linkPreviews: boolean
  /** One may make invites. */
  mayInvite: boolean
  /** Messages that are spoken of without their page being held, by id; null where there is none. Asked for with `glimpse`. */
  glimpses: Readonly<Record<string, Message | null>>
  /** What everybody is told, oldest first, as long as it stands. */
  notices: readonly Notice[]
  /** The installation's own emoji, by name. */
  emoji: readonly CustomEmoji[]
  /** By room: a draft that another one replaced, or of a room one is no longer in. Kept on this device until it is taken or dropped. */
  otherDrafts: Readonly<Record<string, string>>
  /** How one arranged the sidebar: sections of one's own, and what one changed about the built-in ones. */
  sections: Readonly<Record<string, Section>>
  preferences: Preferences
  /** Everybody's groups; `mine` where one is in it. */
  groups: Readonly<Record<string, Group>>
  /** How many changes a room is known to lack; absent for none. */
  behind: Readonly<Record<string, number>>
  /** What one is, or was last, connected to. */
  host: { connection: string; node: string; epoch: string } | null
  later: LaterState
}
