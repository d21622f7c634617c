import type { Group } from '#protocol/groups.ts'
import type { InviteWanted } from '#protocol/invites.ts'
import type { Reminder, Scheduled } from '#protocol/later.ts'
import type {
  Community,
  CustomEmoji,
  Message,
  Notice,
  NotifyLevel,
  RoomPosting,
  RoomRole,
  RoomSummary,
  User,
  Webhook,
} from '#protocol/models.ts'
import type { NotifySettings, PushSubscriptionGiven } from '#protocol/notifications.ts'
import type { RequestData, RequestPayload } from '#protocol/requests.ts'
import type { SignIn } from '#protocol/sessions.ts'
import type { Preferences, Section } from '#protocol/sidebar.ts'
import type { Ask } from './connection/ask.ts'
import type { Diagnosis } from './sync/diagnosis.ts'
import type { ChatState } from './types.ts'

/** Verbs that ask the server reject with a `Refusal` (`#protocol/errors.ts`) when it says no or can't be reached. */
export type Chat = {
  getState(): ChatState
  subscribe(listener: () => void): () => void

  /** Loads the cache, then connects and stays connected. Resolves, never rejects, once it is live, ended or stopped. */
  connect(): Promise<void>
  /** Closes the connection and the cache. */
  stop(): Promise<void>
  /** Forgets everything kept on this device for this person (sign-out). */
  forget(): Promise<void>
  /** Tries at once instead of when the wait is over. */
  retryNow(): void

  /** A room is on screen: its timeline is loaded (cache first) and kept. Returns the verb that lets go. */
  open(roomId: string): () => void
  /** Pages tell their failures in the timeline's `error`: these three never reject. */
  loadBefore(roomId: string): Promise<void>
  loadAfter(roomId: string): Promise<void>
  /** Back to the latest page. */
  jumpToPresent(roomId: string): Promise<void>
  /** Shows the window around a message, as a detached run where it does not join the latest. */
  jumpTo(roomId: string, seq: number): Promise<void>

  /** Written here: shown at once, kept on the device, sent when it can be. Returns the message's id. Throws `invalid`, or `too_large` past 100 KB or 500 unsent messages, at once. `fileIds`: attached files it carries, after which it goes out; `body` may be empty then. */
  send(roomId: string, body: string, more?: { replyToId?: string; confirm?: boolean; fileIds?: readonly string[] }): string
  retry(id: string): void
  discard(id: string): void
  /** A message that failed goes out without these files. */
  sendWithout(id: string, fileIds: readonly string[]): void

  /** Files begin to go up for a room, and are in `uploads`; those that can't, with a sentence. Rejects `too_large` past ten. */
  attach(roomId: string, files: readonly File[]): Promise<void>
  /** Cancels an upload that no message carries yet. */
  unattach(id: string): void
  /** What one's own picture shows, in words: of one that was sent at once, of another before its message goes. */
  describe(id: string, alt: string): Promise<void>
  retryUpload(id: string): void
  /** Its bytes, while it is held here. */
  uploadBlob(id: string): Blob | null
  /** A room's files and those of its threads, the one sent last first, in pages. */
  listFiles(roomId: string, cursor?: string): Promise<RequestData<'room:files'>>

  /**
   * Changes what a message says, or one's reaction to it: drawn at once and kept on the device, told in the order in which it
   * was changed. Gives null where that has to wait for a connection; rejects when it is refused before. Refused later, it is
   * undone, and told in `undone`.
   */
  edit(roomId: string, id: string, body: string): Promise<Message | null>
  remove(roomId: string, id: string): Promise<Message>
  /** What it said before it was edited, newest first, in pages. */
  versions(roomId: string, id: string, cursor?: string): Promise<RequestData<'message:versions'>>
  /** One message of any room one may read; null where there is none at `seq`. It does not enter the state. */
  readMessage(roomId: string, seq: number): Promise<Message | null>
  /** `image`: at most 64 KB of PNG, GIF, WebP or JPEG, as base64. */
  addEmoji(name: string, image: string): Promise<CustomEmoji>
  removeEmoji(id: string): Promise<void>
  react(roomId: string, id: string, emoji: string, on: boolean): Promise<Message | null>
  pin(roomId: string, id: string, on: boolean): Promise<Message>
  /** Takes the preview of a message away for good. */
  removePreview(roomId: string, id: string): Promise<Message>
  /** Who reacted with an emoji, first ones first, in pages of 100; they are in `users` then. */
  reactors(roomId: string, id: string, emoji: string, cursor?: string): Promise<RequestData<'message:reactions'>>
  /** A room's pinned messages, the latest message first, in pages. */
  pins(roomId: string, cursor?: string): Promise<RequestData<'room:pins'>>
  /** The messages of a room that have a thread, the one that changed last first, in pages. */
  threads(roomId: string, cursor?: string): Promise<RequestData<'thread:list'>>
  /** Has one message put into `glimpses`, and kept up to date there. */
  glimpse(roomId: string, id: string): void
  /** Messages of a room by id; those that are not in it are left out. At most 20. */
  getMessages(roomId: string, ids: string[]): Promise<Message[]>

  /** One has read what the message asks to confirm; for ever. */
  confirm(roomId: string, id: string): Promise<Message>
  /** Who has confirmed a message and who has not, in pages. For its author and the room's moderators. */
  confirmations(roomId: string, id: string, cursor?: string): Promise<RequestData<'message:confirmations'>>
  /** Asks again whoever has not confirmed; gives how many they are. Once in five minutes a message. */
  remind(roomId: string, id: string): Promise<number>
  /** What waits for one's own confirmation, in all rooms, newest first. */
  unconfirmed(): Promise<Message[]>
  /** Who has read up to `seq`, in pages; they are in `users` then. */
  readers(roomId: string, seq: number, cursor?: string): Promise<RequestData<'room:readers'>>

  /** Everything up to `seq` was seen. Sent at most once a second a room. At a room's end, messages far above it leave its timeline. */
  markRead(roomId: string, seq: number): void
  /** The message at `seq` and all after it are unread again. */
  markUnread(roomId: string, seq: number): Promise<void>
  /** Everything in every room was seen. */
  markAllRead(): void
  /** Why a room is unread: the server's counts, the first message that counts, and what mentions one. */
  whyUnread(roomId: string): Promise<RequestData<'room:unread'>>
  /** Compares the unread ones and mentions counted here with the server's and takes its word. Gives in how many rooms. Done now and then by itself. */
  checkCounts(): Promise<number>
  /** A key was pressed (`true`), or the composer was emptied, left or sent (`false`). Sustained typing is told, the rest is not. */
  typing(roomId: string, typing: boolean): void
  /** What was written but not sent: kept on this device at once, told to the server once it has rested for a second. */
  setDraft(roomId: string, body: string): void
  /** Tells the server all drafts at once: the page may be leaving. */
  flushDrafts(): void
  /** The room's other draft becomes `body`; with an empty one it is dropped. */
  setOtherDraft(roomId: string, body: string): void

  listRooms(query?: string, cursor?: string): Promise<RequestData<'room:list'>>
  /** One room's summary, also one that is not joined. */
  getRoom(roomId: string): Promise<RoomSummary>
  createRoom(room: { kind: 'PUBLIC' | 'PRIVATE'; name: string; topic?: string }): Promise<RoomSummary>
  openDirect(userIds: string[]): Promise<RoomSummary>
  openThread(roomId: string, messageId: string): Promise<RoomSummary>
  join(roomId: string): Promise<RoomSummary>
  leave(roomId: string): Promise<void>
  invite(roomId: string, userId: string): Promise<void>
  kick(roomId: string, userId: string): Promise<void>
  updateRoom(
    roomId: string,
    change: {
      name?: string
      topic?: string
      slowModeSeconds?: number
      posting?: RoomPosting
      archived?: boolean
      previews?: boolean
    },
  ): Promise<RoomSummary>
  /** An owner makes a member owner, moderator or plain member. */
  setRole(roomId: string, userId: string, role: RoomRole): Promise<void>

  /**
   * What concerns only oneself: here at once, kept on the device, on one's other devices when there is a connection. Each
   * resolves when the server has it, also much later, and rejects when it refuses.
   */
  setNotify(roomId: string, level: NotifyLevel | 'default'): Promise<void>
  setMuted(roomId: string, muted: boolean): Promise<void>
  setPlace(roomId: string, place: { favourite?: boolean; sectionId?: string | null; position?: string | null }): Promise<void>
  setSection(id: string, change: Partial<Pick<Section, 'name' | 'position' | 'folded' | 'sort' | 'unreadOnly'>>): Promise<void>
  createSection(name: string, position: string): { id: string; done: Promise<void> }
  deleteSection(id: string): Promise<void>
  setPreferences(preferences: Preferences): Promise<void>

  /** Webhooks of a room, for its owners and moderators. The address of one is given once, when it is made. */
  listWebhooks(roomId: string): Promise<Webhook[]>
  createWebhook(roomId: string, name: string): Promise<{ webhook: Webhook; url: string }>
  renameWebhook(id: string, name: string): Promise<Webhook>
  revokeWebhook(id: string): Promise<void>

  createGroup(group: { name: string; description?: string; memberIds?: string[] }): Promise<Group>
  updateGroup(groupId: string, change: { name?: string; description?: string; add?: string[]; remove?: string[] }): Promise<Group>
  deleteGroup(groupId: string): Promise<void>
  listGroupMembers(groupId: string, cursor?: string): Promise<RequestData<'group:members'>>

  /** Where a room is against the server, without a word of what is said in it: to be copied and shown to whoever helps. */
  diagnose(roomId: string): Diagnosis

  listMembers(roomId: string, cursor?: string): Promise<RequestData<'room:members'>>

  /** Sent at `at`, as oneself, also when no device is there. Files have to be whole. */
  schedule(roomId: string, body: string, at: Date, more?: { replyToId?: string; fileIds?: readonly string[] }): Promise<Scheduled>
  /** All the words of one that waits; null when it is gone. */
  scheduledBody(id: string): Promise<string | null>
  editScheduled(id: string, change: { body?: string; at?: Date }): Promise<void>
  removeScheduled(id: string): Promise<void>
  sendScheduled(id: string): Promise<void>
  /** Of a message, or of anything in words. */
  addReminder(reminder: { roomId?: string; messageId?: string; text?: string; at: Date }): Promise<Reminder>
  snoozeReminder(id: string, at: Date): Promise<void>
  finishReminder(id: string): Promise<void>
  removeReminder(id: string): Promise<void>
  listReminders(cursor?: string): Promise<RequestData<'reminder:list'>>
  save(roomId: string, id: string, on: boolean): Promise<void>
  listSaved(cursor?: string): Promise<RequestData<'saved:list'>>
  /** Replaces the list; gives it as it is compared. */
  setKeywords(words: readonly string[]): Promise<readonly string[]>
  /** Where one is mentioned or a keyword was found, latest first; or only what is unread. */
  listMentions(unread: boolean, cursor?: string): Promise<RequestData<'inbox:mentions'>>
  /** Threads one follows, unread ones first. */
  listFollowed(cursor?: string): Promise<RequestData<'inbox:threads'>>

  /** What parts of the screen that are fetched when they are needed ask by themselves; the answer changes nothing here. */
  ask: Ask
  searchUsers(query: string): Promise<User[]>
  /** Messages that hold what was typed, newest first, over every room one may read. Rejects `invalid` with a sentence for the person. */
  searchMessages(query: string, more?: { cursor?: string; limit?: number }): Promise<RequestData<'search:messages'>>
  /** Everybody here by name, in pages; those called so, or of one role. */
  listPeople(wanted?: RequestPayload<'user:list'>): Promise<RequestData<'user:list'>>
  /** Makes sure that these people are in `users`. */
  ensureUsers(ids: readonly string[]): Promise<void>
  /** Whose presence a screen shows. Replaces the former set of the same name. */
  watchPresence(name: string, userIds: readonly string[]): void
  /** Tells everybody something; without minutes until it is withdrawn. For the installation's owners and admins. */
  postNotice(notice: { body: string; level: Notice['level']; endsInMinutes?: number }): Promise<Notice>
  endNotice(id: string): Promise<void>
  /** What the place is called and who may make an account. */
  readCommunity(): Promise<Community>
  /** Changes what is named; an empty name takes it away. For the owners of the installation. */
  changeCommunity(change: { name?: string; registration?: Community['registration'] }): Promise<Community>
  /** What is named is chosen: the rest stays as it is. An empty text takes one's status away; `endsAt` says when it goes by itself. */
  setPresence(change: RequestPayload<'presence:set'>): Promise<void>

  /** How one is told while one is elsewhere, what this browser subscribes with, and whether it is reached. */
  notifications(): Promise<RequestData<'notifications:get'>>
  setNotifications(settings: NotifySettings): Promise<void>
  subscribePush(given: PushSubscriptionGiven): Promise<void>
  unsubscribePush(): Promise<void>
  /** Has this browser's push service asked to bring `nonce`; gives what it answered, as an HTTP status. */
  testPush(nonce: string): Promise<number>

  /** Where one is signed in, and what is connected there now. */
  listSessions(): Promise<SignIn[]>
  /** One's own session, or for owners and admins that of somebody below them. */
  /** What the link for somebody’s new password ends with. For the installation’s owners and admins. */
  makeResetLink(userId: string): Promise<string>
  endSession(sessionId: string): Promise<void>
  /** All sessions but this one. Answers how many those were. */
  endOtherSessions(): Promise<number>
  /** Makes a link by which people come in. Its `path` is told this once. For those who may (`mayInvite`). */
  createInvite(wanted: InviteWanted): Promise<RequestData<'invite:create'>>
  listInvites(wanted?: RequestPayload<'invite:list'>): Promise<RequestData<'invite:list'>>
  revokeInvite(id: string): Promise<void>
  /** Who is connected to the whole installation: for its owners and admins. */
  listConnections(query?: string, cursor?: string): Promise<RequestData<'connection:list'>>
}

export type ChatOptions = {
  /** Origin of the socket host. Unset: the page's own. */
  url?: string
  /** Gives a token for the handshake; rejects with `Refusal('unauthorized')` when the session is over. Called once per attempt that needs one. */
  getToken: () => Promise<{ token: string; expiresAt: string; url?: string }>
  /** Names this device's installation: kept in the browser's storage, made up elsewhere. */
  deviceId: string
  /** Whose cache is opened, before hello tells. */
  userId: string
  /** `indexeddb` in a browser; `memory` in Node, where it lasts as long as the `Chat`. */
  storage: 'indexeddb' | 'memory'
  /** Defaults to WebSocket first, then long-polling. */
  transports?: ('websocket' | 'polling')[]
}
