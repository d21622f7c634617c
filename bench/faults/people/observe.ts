import type { Chat } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'
import type { History } from '../history/history.ts'

/**
 * Notes what somebody sees of these rooms, as a screen would be told: rows that came or changed, holes, and how the
 * connection stands. Returns how to tell that pages are being scrolled to, and how to stop.
 */
export function observe(chat: Chat, who: string, rooms: readonly string[], history: History) {
  const seen = new Map<string, readonly Message[]>()
  let status = ''
  let isPaging = false

  function lookAtRoom(room: string) {
    const now = chat.getState().timelines[room]?.messages ?? []
    const before = seen.get(room) ?? []
    if (now === before) return
    seen.set(room, now)
    // Runs have no holes, so rows of one seq stand this far apart.
    const shift = (now[0]?.seq ?? 0) - (before[0]?.seq ?? 0)
    for (let i = 0; i < now.length; i++) {
      const row = now[i]!
      const former = before[i + shift]
      // Drawn otherwise at the same rev, it only shows what this person changed and the server does not know of yet.
      if (row === former || (row.id === former?.id && row.rev === former.rev)) continue
      history.note({ op: 'see', who, room, id: row.id, seq: row.seq, rev: row.rev, ...(isPaging ? { paged: true } : {}) })
      const last = now[i - 1]
      if (last && row.seq !== last.seq + 1) {
        history.note({ op: 'disorder', who, room, what: `seq ${row.seq} follows ${last.seq}` })
      }
    }
  }

  const look = () => {
    const next = chat.getState().connection.status
    if (next !== status) history.note({ op: 'link', who, status: next })
    status = next
    for (const room of rooms) lookAtRoom(room)
  }
  const stop = chat.subscribe(look)
  return {
    stop,
    async paging(work: () => Promise<void>) {
      look()
      isPaging = true
      try {
        await work()
        look()
      } finally {
        isPaging = false
      }
    },
  }
}
