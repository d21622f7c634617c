import type { Answer } from './errors.ts'
import type { Group } from './groups.ts'
import type { Later } from './later.ts'
import type { CustomEmoji, Notice, Presence, RoomChanges, RoomCursor, RoomSummary, User } from './models.ts'
import type { Appeal, Bulk, ModCase, OwnReport, Sanction } from './moderation.ts'
import type { RequestData, RequestName, RequestPayload } from './requests.ts'
import type { Preferences, Section } from './sidebar.ts'

export type RemovedReason = 'left' | 'kicked' | 'banned' | 'archived' | 'deleted'
export type EndedReason = 'expired' | 'revoked' | 'banned' | 'replaced'

export type EmojiChange = { rev: number; added?: CustomEmoji | undefined; removed?: string | undefined }

/** What the socket host tells without being asked. */
export type ServerEvents = {
  'room:changes': (frame: RoomChanges) => void
  'room:heads': (payload: { heads: Record<string, number> }) => void
  'room:added': (payload: { room: RoomSummary; meRev: number }) => void
  'room:updated': (payload: { room: RoomSummary; meRev: number }) => void
  'room:removed': (payload: { roomId: string; reason: RemovedReason; meRev: number }) => void
  /** What one arranged, on all of one's devices. */
  'section:updated': (payload: { section: Section }) => void
  'preferences:updated': (payload: { preferences: Preferences; meRev: number }) => void
  'group:updated': (payload: { group: Group }) => void
  /** `meRev` only when a cursor is one's own. */
  'room:cursors': (payload: { roomId: string; cursors: RoomCursor[]; meRev?: number }) => void
  /** What one has for later changed: each part with the meRev of its change. */
  'me:later': (payload: Later) => void
  'user:updated': (payload: { user: User }) => void
  typing: (payload: { roomId: string; userIds: string[] }) => void
  presence: (payload: { presence: Presence[] }) => void
  'session:expiring': (payload: { expiresAt: string }) => void
  'session:ended': (payload: { reason: EndedReason; until?: string }) => void
  'server:draining': (payload: { reconnectWithinMs: number }) => void
  'server:notice': (payload: Notice) => void
  /** The custom emoji's clock. `added` or `removed` (an id) is what the last step did. */
  'emoji:changed': (payload: EmojiChange) => void
  /** To moderators who may see it: a case changed. */
  'mod:case': (payload: { case: ModCase }) => void
  /** To moderators: a sanction was imposed, changed or lifted. To whom it concerns as `standing:changed`. */
  'mod:sanction': (payload: { sanction: Sanction }) => void
  'standing:changed': (payload: { sanction: Sanction }) => void
  /** To who appealed: somebody answered, or it was decided. */
  'appeal:changed': (payload: { appeal: Appeal }) => void
  /** To who decides many cases: how far that is. */
  'mod:bulk': (payload: { bulk: Bulk }) => void
  /** What moderators were told may have gaps: they ask again. */
  'mod:again': (payload: Record<string, never>) => void
  /** To who reported: what came of it. */
  'report:decided': (payload: { report: OwnReport }) => void
}

/** What a client asks: every request is answered through its ack. */
export type ClientEvents = {
  [Name in RequestName]: (payload: RequestPayload<Name>, ack: (answer: Answer<RequestData<Name>>) => void) => void
}

/** `auth` of the handshake. `former`: the connection this one was before, which gives its place up where all are taken. */
export type HandshakeAuth = { token: string; protocol: number; deviceId: string; former?: string }
