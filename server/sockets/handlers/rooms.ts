import { Refusal } from '#protocol/errors.ts'
import { isTooLarge } from '#protocol/scalars.ts'
import { fromHere } from '#server/core/actor.ts'
import { discoverRooms } from '#server/core/rooms/discover.ts'
import { setDraft } from '#server/core/rooms/drafts.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import { type Handlers, roomOf } from '../types.ts'

type Names =
  | 'room:list'
  | 'room:create'
  | 'room:get'
  | 'room:join'
  | 'room:leave'
  | 'room:invite'
  | 'room:kick'
  | 'room:update'
  | 'room:role'
  | 'room:members'
  | 'room:draft'
  | 'thread:open'

/** Each commits first; then this node's sockets are brought up to it before the answer, the other nodes by the commit's notification. */
export function roomHandlers({ pool, rooms, people, catchUp, clocks }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)

  return {
    'room:list': (_, wanted) => discoverRooms(query, _.actor.user, wanted),
    'room:get': async ({ actor }, { roomId }) => ({ room: await rooms.get(actor.user, roomId) }),
    async 'room:create'({ actor }, wanted) {
      const room = await rooms.create(actor.user, wanted)
      await catchUp.person(actor.user.id)
      return { room }
    },
    async 'room:join'({ actor }, { roomId }) {
      const room = await rooms.join(actor.user, roomId)
      await catchUp.person(actor.user.id)
      return { room }
    },
    async 'room:leave'({ actor }, { roomId }) {
      const room = await rooms.leave(actor.user, roomId)
      await catchUp.person(actor.user.id)
      return { room }
    },
    async 'room:invite'({ actor }, { roomId, userId }) {
      await rooms.invite(actor.user, roomId, userId)
      return {}
    },
    async 'room:kick'({ actor }, { roomId, userId }) {
      await rooms.kick(fromHere(actor), roomId, userId)
      await catchUp.person(userId)
      return {}
    },
    async 'room:update'({ actor }, { roomId, ...change }) {
      const room = await rooms.update(actor.user, roomId, change)
      await catchUp.room(roomId)
      return { room }
    },
    async 'room:role'({ actor }, { roomId, userId, role }) {
      await rooms.setRole(fromHere(actor), roomId, userId, role)
      await catchUp.person(userId)
      await catchUp.room(roomId)
      return {}
    },
    async 'room:members'({ actor }, { roomId, cursor, limit }) {
      const page = await rooms.members(actor.user, roomId, cursor, limit)
      return { ...page, users: await people.get(page.members.map((member) => member.userId)) }
    },
    async 'room:draft'({ actor }, { roomId, ...wanted }) {
      if (isTooLarge(wanted.body)) throw new Refusal('too_large', 'A draft holds at most 100 KB.')
      return setDraft(pool, actor.user, roomId, wanted)
    },
    /** Whoever opens a thread hears it while they are connected, whether or not they follow it. */
    async 'thread:open'({ socket, actor }, { roomId, messageId }) {
      const opened = await rooms.openThread(actor.user, roomId, messageId)
      await socket.join(roomOf(opened.id))
      try {
        const room = await rooms.get(actor.user, opened.id)
        clocks.startRoom(room.id, room.rev)
        return { room }
      } catch (error) {
        // Removed from its room meanwhile.
        await socket.leave(roomOf(opened.id))
        throw error
      }
    },
  }
}
