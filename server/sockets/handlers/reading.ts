import { readChanges, readPage } from '#server/core/messages/read.ts'
import { noSuchRoom, requireReadable } from '#server/core/rooms/access.ts'
import { namedIn } from '#server/core/sync/named.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import { BEHIND, type Handlers, roomOf } from '../types.ts'

type Names = 'room:history' | 'room:sync' | 'room:read' | 'room:delivered' | 'room:readers' | 'room:receipts'

export function readingHandlers({ io, pool, cursors, people }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)

  return {
    async 'room:history'({ actor }, { roomId, ...wanted }) {
      await requireReadable(query, roomId, actor.user)
      // The rev is read first: rows may be newer than it, never older, and a client syncs from it [C3].
      const [head] = await query<{ rev: number }>('SELECT rev FROM room_head WHERE room_id = $1', [roomId])
      if (!head) throw noSuchRoom()
      const page = await readPage(query, roomId, actor.user.id, wanted)
      return { ...page, users: await people.get([...namedIn(page.messages)]), rev: head.rev }
    },

    async 'room:sync'({ actor }, { roomId, afterRev }) {
      await requireReadable(query, roomId, actor.user)
      const read = await readChanges(query, roomId, actor.user.id, afterRev)
      if (!read) throw noSuchRoom()
      if ('reset' in read) return read
      return { changes: { ...read.changes, users: await people.get([...namedIn(read.changes.messages)]) } }
    },

    'room:read': async ({ actor }, { roomId, seq, back }) => ({
      readSeq: back ? await cursors.unread(actor.user, roomId, seq) : await cursors.read(actor.user, roomId, seq),
    }),

    async 'room:delivered'({ actor }, { roomId, seq }) {
      const cursor = await cursors.delivered(actor.user, roomId, seq)
      if (cursor)
        io.to(roomOf(roomId))
          .except(BEHIND)
          .emit('room:cursors', { roomId, cursors: [cursor] })
      return {}
    },

    'room:receipts': async ({ actor }, { roomId }) => ({ cursors: await cursors.receipts(actor.user, roomId) }),

    'room:readers': ({ actor }, { roomId, seq, cursor }) => cursors.readers(actor.user, roomId, seq, cursor),
  }
}
