import { PAGE_MAX } from '#protocol/limits.ts'
import type { Message, RoomSummary, User } from '#protocol/models.ts'
import type { Chat } from './api.ts'
import type { Ask } from './connection/ask.ts'
import type { People } from './people.ts'
import type { ChatState } from './types.ts'

type Deps = {
  ask: Ask
  people: People
  getState(): ChatState
  adopt(room: RoomSummary): RoomSummary
  removed(roomId: string): void
  /** Changes whenever something is told of whether and how one is in a room. */
  toldOf(roomId: string): number | undefined
  merge(message: Message): void
  /** Messages of a list, to be kept up to date while it is on screen. */
  keep(messages: readonly Message[]): void
}

type Actions = Pick<
  Chat,
  | 'remove'
  | 'pin'
  | 'removePreview'
  | 'reactors'
  | 'pins'
  | 'threads'
  | 'getMessages'
  | 'whyUnread'
  | 'listRooms'
  | 'getRoom'
  | 'createRoom'
  | 'openDirect'
  | 'openThread'
  | 'join'
  | 'leave'
  | 'invite'
  | 'kick'
  | 'updateRoom'
  | 'setRole'
  | 'listMembers'
  | 'searchUsers'
>

const from = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

/** What is asked of the server and answered once: the answer goes into the state, and to the one who asked. */
export function createActions({ ask, people, getState, adopt, removed, toldOf, merge, keep }: Deps): Actions {
  const merged = ({ message }: { message: Message }): Message => {
    merge(message)
    return message
  }
  const named = <Page extends { users: User[] }>(page: Page): Page => {
    people.put(page.users)
    return page
  }
  const listed = <Page extends { users: User[]; messages: Message[] }>(page: Page): Page => {
    keep(page.messages)
    return named(page)
  }
  const adopted = ({ room }: { room: RoomSummary }): RoomSummary => adopt(room)
  /** What was told of the room meanwhile is newer than the answer: another device may have left or joined it. */
  async function adoptedOf(roomId: string, ask: () => Promise<{ room: RoomSummary }>): Promise<RoomSummary> {
    const before = toldOf(roomId)
    const { room } = await ask()
    return toldOf(roomId) === before ? adopt(room) : (getState().rooms[roomId] ?? room)
  }

  return {
    remove: async (roomId, id) => merged(await ask('message:delete', { roomId, id })),
    pin: async (roomId, id, on) => merged(await ask('message:pin', { roomId, id, on })),

    removePreview: async (roomId, id) => merged(await ask('message:unpreview', { roomId, id })),
    async reactors(roomId, id, emoji, cursor) {
      const page = await ask('message:reactions', { roomId, id, emoji, ...from(cursor) })
      await people.ensure(page.userIds)
      return page
    },
    pins: async (roomId, cursor) => listed(await ask('room:pins', { roomId, ...from(cursor) })),
    threads: async (roomId, cursor) => listed(await ask('thread:list', { roomId, ...from(cursor) })),
    whyUnread: async (roomId) => named(await ask('room:unread', { roomId })),
    async getMessages(roomId, ids) {
      const { messages, left } = named(await ask('message:get', { roomId, ids }))
      return left ? [...messages, ...named(await ask('message:get', { roomId, ids: left })).messages] : messages
    },

    listRooms: (query, cursor) =>
      ask('room:list', { limit: PAGE_MAX, ...(query ? { query } : {}), ...(cursor === undefined ? {} : { cursor }) }),
    getRoom: (roomId) => adoptedOf(roomId, () => ask('room:get', { roomId })),
    createRoom: async (room) => adopted(await ask('room:create', room)),
    openDirect: async (userIds) => adopted(await ask('room:create', { kind: 'DIRECT', memberIds: userIds })),
    openThread: async (roomId, messageId) => adopted(await ask('thread:open', { roomId, messageId })),
    join: (roomId) => adoptedOf(roomId, () => ask('room:join', { roomId })),
    async leave(roomId) {
      const before = toldOf(roomId)
      await ask('room:leave', { roomId })
      if (toldOf(roomId) === before) removed(roomId)
    },
    invite: async (roomId, userId) => void (await ask('room:invite', { roomId, userId })),
    kick: async (roomId, userId) => void (await ask('room:kick', { roomId, userId })),
    updateRoom: (roomId, change) => adoptedOf(roomId, () => ask('room:update', { roomId, ...change })),
    setRole: async (roomId, userId, role) => void (await ask('room:role', { roomId, userId, role })),
    async listMembers(roomId, cursor) {
      const page = await ask('room:members', { roomId, limit: PAGE_MAX, ...(cursor === undefined ? {} : { cursor }) })
      people.put(page.users)
      return page
    },
    async searchUsers(query) {
      const { users } = await ask('user:search', { query })
      people.put(users)
      return users
    },
  }
}
