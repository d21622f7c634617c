import type { PersonMarks } from '#server/core/people/marks.ts'
import { type ChatServer, personOf, socketsIn } from './types.ts'
import type { Watching } from './watching.ts'

/** People whose blocks are remembered here. */
const KNOWN_MAX = 5_000

/** Who blocks whom, as far as somebody here types or is looked at: neither is there for the other [I6]. */
export function createApart({ io, marks, watching }: { io: ChatServer; marks: PersonMarks; watching: Watching }) {
  const known = new Map<string, Promise<ReadonlySet<string>>>()

  /** Whoever must not see this person. */
  function of(userId: string): Promise<ReadonlySet<string>> {
    const found = known.get(userId)
    if (found) return found
    const reading = marks.apartFrom(userId)
    known.set(userId, reading)
    reading.catch(() => known.delete(userId))
    const [oldest] = known.keys()
    if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest)
    return reading
  }

  /** One looks at the other no more, and is told that they are not there. */
  function part(viewer: string, other: string) {
    for (const socket of socketsIn(io, personOf(viewer))) {
      const left = watching.watchedBy(socket.id).filter((id) => id !== other)
      watching.set(socket.id, left)
      socket.emit('presence', { presence: [{ userId: other, status: 'offline', lastSeenAt: null }] })
    }
  }

  return {
    of,
    /** A block between two was made or taken back, on some node. */
    async changed([a, b]: readonly [string, string]): Promise<void> {
      known.delete(a)
      known.delete(b)
      if (!(await of(a)).has(b)) return
      part(a, b)
      part(b, a)
    },
    /** This node was deaf: what it remembers may be over. */
    forget: () => known.clear(),
  }
}

export type Apart = ReturnType<typeof createApart>
