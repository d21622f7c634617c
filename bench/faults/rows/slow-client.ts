import type { Socket as TcpSocket } from 'node:net'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Row } from '../row.ts'

const WORDS = 'x'.repeat(60_000)
/** The kernel takes several megabytes before anything waits; then the hard mark, or 10 s without progress, is the end. */
const CUT_MS = 40_000
/** What a connection that reads nothing may cost its node: the hard mark, and as much again for what was encoded once. */
const HELD_MAX_BYTES = 5_000_000

export const F36: Row = {
  id: 'F36',
  title: 'a client reads nothing while its room is flooded',
  star: true,
  bound: { maxMs: 6_000 },
  pace: { perSecond: 10, churn: false },
  async inject({ cluster, crowd, until, demand, demandInTime }) {
    const [reader, ...writers] = crowd.members
    const [room] = crowd.rooms.busy
    const [node] = cluster.nodes
    if (!reader || !room || !node) throw new Error('nobody is there')
    const before = (await node.settled()).heapBytes
    const raw = await connectRaw(`http://127.0.0.1:${node.port}`, reader.person)
    let isCut = false
    raw.socket.once('disconnect', () => {
      isCut = true
    })
    const { transport } = raw.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } }
    const { _socket: tcp } = transport.ws
    tcp.pause()
    let bytes = 0
    const flood = setInterval(() => {
      for (const writer of writers) writer.send(room, `${bytes} ${WORDS}`)
      bytes += writers.length * WORDS.length
    }, 1_000)
    // A socket that is paused hears of its end when it is read again.
    const ended = await until(async () => {
      const { rows } = await cluster.postgres.pool.query('SELECT 1 FROM connection WHERE id = $1', [raw.socket.id])
      return rows.length === 0
    }, CUT_MS)
    clearInterval(flood)
    demandInTime(ended !== null, `it was not closed within ${CUT_MS / 1_000} s`)
    const held = (await node.settled()).heapBytes - before
    demand(held < HELD_MAX_BYTES, `the node held ${Math.round(held / 1_000)} KB more`)
    tcp.resume()
    await until(() => isCut, 5_000)
    raw.close()
    return {
      times: ended === null ? 0 : 1,
      what: `${Math.round(bytes / 1e6)} MB written, closed after ${((ended ?? 0) / 1_000).toFixed(1)} s`,
    }
  },
}
