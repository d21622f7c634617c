import type { Notices } from '#server/core/notices/notices.ts'
import type { ChatServer } from './types.ts'

/** Tells this node's sockets the notices to everybody, as the database has them now: a second telling is harmless [N1]. */
export function createNoticeTeller(io: ChatServer, notices: Notices) {
  return {
    async one(id: string) {
      const notice = await notices.find(id)
      if (notice) io.local.emit('server:notice', notice)
    },
    /** After this node was deaf: what stands, and what ended meanwhile. */
    async again() {
      for (const notice of await notices.recent()) io.local.emit('server:notice', notice)
    },
  }
}

export type NoticeTeller = ReturnType<typeof createNoticeTeller>
