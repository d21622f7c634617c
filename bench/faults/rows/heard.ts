import type { Redis } from 'ioredis'
import msgpack from 'notepack.io'
import { uuidv7 } from 'uuidv7'
import { createSeal } from '#server/live/seal.ts'
import { personOf } from '#server/sockets/types.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Stage } from '../row.ts'

const AGAIN_MS = 200

/** A broadcast as another node would tell it, before it is sealed. */
export const packet = (data: unknown[], rooms: string[]) =>
  msgpack.encode(['a node that is none', { type: 2, nsp: '/', data }, { rooms, except: [], flags: {} }])

/** Whether a client of node `i` is told what is published at `redis` with the right seal, within a time: so that node hears. */
export async function isHeard({ cluster, crowd, pass }: Stage, redis: Redis, i: number, withinMs: number): Promise<boolean> {
  const { seal } = createSeal([TEST_SECRET])
  const { person } = crowd.members[i]!
  const raw = await connectRaw(`http://127.0.0.1:${cluster.nodes[i]!.port}`, person)
  try {
    const mark = uuidv7()
    const isTold = () => raw.heard.some(({ event, payload }) => event === 'room:heads' && mark in payload.heads)
    for (const until = Date.now() + withinMs; Date.now() < until && !isTold(); await pass(AGAIN_MS)) {
      const bytes = seal(packet(['room:heads', { heads: { [mark]: 0 } }], [personOf(person.id)]))
      await redis.publish(`socket.io#/#${personOf(person.id)}#`, bytes)
    }
    return isTold()
  } finally {
    raw.close()
  }
}
