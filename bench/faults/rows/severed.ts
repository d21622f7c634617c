import { sanction } from '#server/core/standing/standing.ts'
import type { Row } from '../row.ts'

/** Of a cut node's people, by the others' reconcilers, and the other way round. */
const REPAIR_MS = 6_000
/** Delivery stops within a second, with Redis dead too [K5]. */
const STOP_MS = 1_000

export const F26: Row = {
  id: 'F26',
  title: 'one node is cut from Redis, the others are not',
  star: true,
  bound: { maxMs: REPAIR_MS },
  pace: { churn: false },
  async inject({ cluster, crowd, history, pass, until, lasts, demand, demandInTime }) {
    const cutOff = 1
    const link = cluster.redisLinks[cutOff]!
    const [owner] = crowd.members
    const there = crowd.members.filter(({ front }) => front === cutOff)
    const [kicked, banned] = there.slice(-2)
    if (!owner || owner.front === cutOff || !kicked || !banned) throw new Error('too few people')
    const acked = (front: number) => {
      const names = new Set(crowd.members.filter((member) => member.front === front).map(({ person }) => person.username))
      return history.events.filter((event) => event.op === 'send' && event.outcome === 'ok' && names.has(event.who)).length
    }
    const cut = link.open()
    const before = acked(cutOff)
    const at = Date.now()
    await link.refuse()
    await pass(500)

    const { den } = crowd.rooms
    await owner.chat.kick(den, kicked.person.id)
    history.note({ op: 'lose', who: kicked.person.username, room: den, by: 'kick' })
    const outMs = await until(() => kicked.chat.getState().rooms[den]?.role === undefined, STOP_MS)
    demandInTime(outMs !== null, `a kick on another node did not reach the cut one within ${STOP_MS} ms`)

    await sanction(cluster.postgres.pool, { userId: banned.person.id, roomId: null, kind: 'ban' })
    history.note({ op: 'lose', who: banned.person.username, room: null, by: 'ban' })
    const endedMs = await until(() => banned.chat.getState().connection.status === 'ended', STOP_MS)
    demandInTime(endedMs !== null, `a ban did not reach the cut node within ${STOP_MS} ms`)

    await pass(Math.max(0, at + lasts(6_000, 60_000) - Date.now()))
    const during = acked(cutOff) - before
    demand(during > 0, 'nothing was acked on the cut node')
    const lost = history.events.filter(
      (event) => event.op === 'link' && event.status === 'connecting' && event.t > at && event.who !== banned.person.username,
    )
    demand(lost.length === 0, `${lost.length} connections were lost`)
    const seconds = ((Date.now() - at) / 1_000).toFixed(1)
    await link.mend()
    await pass(2_000)
    const reached = `a kick and a ban reached it in ${Math.round(outMs ?? -1)} and ${Math.round(endedMs ?? -1)} ms`
    return { times: cut, what: `n2 without Redis for ${seconds} s, ${during} acks there, ${reached}` }
  },
}
