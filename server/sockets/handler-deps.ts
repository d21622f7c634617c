import type pg from 'pg'
import type { RoomChanges } from '#protocol/models.ts'
import type { AccountDeps } from '#server/core/accounts/account.ts'
import type { CaseActs } from '#server/core/cases/acts.ts'
import type { CommunityCore } from '#server/core/community/community.ts'
import type { Cursors } from '#server/core/cursors/cursors.ts'
import type { Appeals } from '#server/core/decisions/appeals.ts'
import type { CustomEmojiSet } from '#server/core/emoji/emoji.ts'
import type { Uploads } from '#server/core/files/uploads.ts'
import type { Groups } from '#server/core/groups/groups.ts'
import type { Invites } from '#server/core/invites/invites.ts'
import type { Later } from '#server/core/later/later.ts'
import type { Confirmations } from '#server/core/messages/confirmations.ts'
import type { Turns } from '#server/core/messages/log/turns.ts'
import type { Messages } from '#server/core/messages/messages.ts'
import type { Notices } from '#server/core/notices/notices.ts'
import type { PersonMarks } from '#server/core/people/marks.ts'
import type { People } from '#server/core/people/people.ts'
import type { Profiles } from '#server/core/people/profile.ts'
import type { Statuses } from '#server/core/people/status.ts'
import type { Rooms } from '#server/core/rooms/rooms.ts'
import type { SocketClaims } from '#server/core/sessions/socket-token.ts'
import type { Webhooks } from '#server/core/webhooks/webhooks.ts'
import type { Presence } from '#server/live/presence.ts'
import type { Typing } from '#server/live/typing.ts'
import type { Counts } from '#server/metrics/counts.ts'
import type { Push } from '#server/push/push.ts'
import type { Apart } from './apart.ts'
import type { CatchUp } from './catch-up.ts'
import type { Clocks } from './clocks.ts'
import type { Registry } from './registry.ts'
import type { ShownPresence } from './shown-presence.ts'
import type { ChatServer } from './types.ts'
import type { Watching } from './watching.ts'

/** Everything the wire's handlers speak to. */
export type HandlerDeps = {
  io: ChatServer
  pool: pg.Pool
  rooms: Rooms
  messages: Messages
  /** Tells a room's members what was committed. */
  announce(frame: RoomChanges): void
  /** Links are previewed in this installation. */
  hasPreviews: boolean
  fileMaxBytes: number
  uploads: Uploads
  confirmations: Confirmations
  notices: Notices
  cases: CaseActs
  appeals: Appeals
  community: CommunityCore
  groups: Groups
  emoji: CustomEmojiSet
  webhooks: Webhooks
  invites: Invites
  later: Later
  push: Push
  cursors: Cursors
  people: People
  profiles: Profiles
  statuses: Statuses
  marks: PersonMarks
  apart: Apart
  /** How somebody is seen, from what they chose and whether they are at a device. */
  shown: ShownPresence
  presence: Presence
  typing: Typing
  clocks: Clocks
  catchUp: CatchUp
  watching: Watching
  /** First requests of connections, a few at once. */
  hellos: Turns
  /** Searches, a few at once: they read much. */
  searches: Turns
  registry: Registry
  counts: Counts
  nodeId: string
  accounts: AccountDeps
  sessionDays: number
  /** A fresh token for the handshake. */
  mintToken(claims: SocketClaims): Promise<{ token: string; expiresAt: Date }>
}
