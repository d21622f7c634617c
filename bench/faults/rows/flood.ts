import type { Socket as TcpSocket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { createPeople } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { Stage } from '../row.ts'

const WORDS = 'x'.repeat(60_000)
const BYTES_PER_SECOND = 2_000_000
const WRITERS = 2
const AGAIN_MS = 100

/** Somebody who hears a room and stopped reading: what is sent to them stays in the kernel, and then in the node. */
export type StoppedReader = { id: string; resume(): void; client: RawClient }

/**
 * A room of its own, flooded with 2 MB a second by people on the second node, while readers on the first one take nothing.
 * The writers are no clients of the product: those would keep and draw all of it.
 */
export async function startFlood({ cluster }: Stage, readers: number) {
  const home = { pool: cluster.postgres.pool }
  const people = await createPeople(home, readers + WRITERS)
  const room = await createRoom(home, people[0]!, { kind: 'PRIVATE', members: people.slice(1) })
  const [node, other] = cluster.nodes.map(({ port }) => `http://127.0.0.1:${port}`)
  const stopped: StoppedReader[] = []
  for (const person of people.slice(0, readers)) stopped.push(stop(await connectRaw(node!, person)))
  const writers: RawClient[] = []
  for (const person of people.slice(readers)) writers.push(await connectRaw(other!, person))

  let bytes = 0
  let isOver = false
  const write = async ({ ask }: RawClient) => {
    const began = performance.now()
    for (let n = 1; !isOver; n++) {
      const answer = await ask('message:send', { id: uuidv7(), roomId: room, body: `${n} ${WORDS}` }).catch(() => null)
      if (answer?.ok) bytes += WORDS.length
      else await wait(AGAIN_MS)
      await wait(Math.max(0, began + (n * WORDS.length * WRITERS * 1_000) / BYTES_PER_SECOND - performance.now()))
    }
  }
  const writing = Promise.all(writers.map(write))
  return {
    room,
    readers: stopped,
    person: people[0]!,
    bytes: () => bytes,
    /** Connections of the readers that their node still holds. */
    async held(): Promise<number> {
      const rows = await cluster.postgres.query('SELECT 1 FROM connection WHERE id = ANY ($1)', [stopped.map(({ id }) => id)])
      return rows.length
    },
    async end() {
      isOver = true
      await writing
      for (const writer of writers) writer.close()
      for (const reader of stopped) {
        reader.resume()
        reader.client.close()
      }
    },
  }
}

function stop(client: RawClient): StoppedReader {
  const { transport } = client.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } }
  const { _socket: tcp } = transport.ws
  tcp.pause()
  return { id: client.socket.id!, client, resume: () => void tcp.resume() }
}
