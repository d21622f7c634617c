import type { Chat } from '#client/index.ts'
import { type History, hashOf } from '../history/history.ts'

type Pending = { room: string; hash: string; body: string }

/**
 * What somebody wrote, until it is settled: confirmed when it leaves the outbox, refused when it fails there. What a
 * person is shown as sent counts as acked; what they get back as a draft, of a room that they lost meanwhile, may be stored or not.
 */
export function createSends(chat: Chat, who: string, history: History) {
  const pending = new Map<string, Pending>()

  function look() {
    if (pending.size === 0) return
    const { outbox, otherDrafts, timelines } = chat.getState()
    for (const [id, { room, hash, body }] of pending) {
      const entry = outbox[room]?.find((other) => other.id === id)
      if (entry && entry.state !== 'failed') continue
      pending.delete(id)
      if (entry) {
        const code = entry.error?.code
        history.note({ op: 'send', outcome: 'refused', who, room, id, hash, ...(code ? { code } : {}) })
        continue
      }
      const seq = timelines[room]?.messages.findLast((row) => row.id === id)?.seq
      const isGivenBack = seq === undefined && (otherDrafts[room]?.includes(body) ?? false)
      history.note({
        op: 'send',
        outcome: isGivenBack ? 'unknown' : 'ok',
        who,
        room,
        id,
        hash,
        ...(seq === undefined ? {} : { seq }),
      })
    }
  }
  const stop = chat.subscribe(look)

  return {
    send(room: string, body: string): string {
      const id = chat.send(room, body)
      const hash = hashOf(body)
      pending.set(id, { room, hash, body })
      history.note({ op: 'send', outcome: 'asked', who, room, id, hash })
      return id
    },
    /** How many are neither confirmed nor refused. */
    waiting: (): number => pending.size,
    stop,
  }
}
