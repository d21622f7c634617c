import { connectRaw } from '#server/testing/raw-client.ts'
import type { Row, Stage } from '../row.ts'
import { startFlood } from './flood.ts'

/** The kernel takes a few megabytes before anything waits; then 10 s without progress are the end, before any ping is missed. */
const CUT_MS = 20_000
/** What a connection that reads nothing may cost its node: the hard mark, and as much again for what was encoded once. */
const HELD_MAX_BYTES = 5_000_000

export const F36: Row = {
  id: 'F36',
  title: 'a client reads nothing while its room is flooded',
  star: true,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 10, churn: false },
  async inject(stage) {
    const { cluster, until, demand, demandInTime } = stage
    const node = cluster.nodes[0]!
    const before = (await node.settled()).heapBytes
    const flood = await startFlood(stage, 1)
    const ended = await until(async () => (await flood.held()) === 0, CUT_MS)
    demandInTime(ended !== null, `it was not closed within ${CUT_MS / 1_000} s`)
    const held = (await node.settled()).heapBytes - before
    demand(held < HELD_MAX_BYTES, `the node held ${Math.round(held / 1_000)} KB more`)
    await flood.end()
    await comeBack(stage, flood)
    return {
      times: ended === null ? 0 : 1,
      what: `${Math.round(flood.bytes() / 1e6)} MB written, closed after ${((ended ?? 0) / 1_000).toFixed(1)} s`,
    }
  },
}

/** Whoever was closed lacks nothing afterwards. */
async function comeBack({ cluster, demand }: Stage, { room, person }: Awaited<ReturnType<typeof startFlood>>) {
  const [head] = await cluster.postgres.query<{ last_seq: string }>('SELECT last_seq FROM room_head WHERE room_id = $1', [room])
  const raw = await connectRaw(`http://127.0.0.1:${cluster.nodes[0]!.port}`, person)
  const { room: told } = await raw.get('room:get', { roomId: room })
  const page = await raw.get('room:history', { roomId: room })
  raw.close()
  const last = Number(head?.last_seq)
  demand(told.lastSeq === last, `back again, it is told of ${told.lastSeq} messages of ${last}`)
  demand(page.messages.at(-1)?.seq === last, 'back again, it is not given the last message')
}
