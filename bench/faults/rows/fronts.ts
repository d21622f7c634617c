import type { Row } from '../row.ts'
import { offlineTimes } from './offline.ts'

const REPAIR_MS = 6_000
/** Pings every 15 s, and 20 s without one. */
const NOTICED_MS = 36_000
const REFUSED_MS = 1_000
/** Who was refused four times within that second, one of a hundred, waits for up to 8 s; then they say hello. */
const RETURN_MS = 9_000

export const F38: Row = {
  id: 'F38',
  title: 'clients’ connections are half-open',
  star: false,
  bound: { maxMs: NOTICED_MS + REPAIR_MS },
  async inject({ cluster, crowd, history, pass, until, demandInTime }) {
    const [front] = cluster.fronts
    if (!front) throw new Error('there is no front')
    const at = Date.now()
    const before = front.swallowed()
    front.set({ mode: 'swallow', way: 'down' })
    await pass(1_000)
    const hit = crowd.members.filter((member) => member.front === 0)
    const gaveUp = await until(
      () =>
        hit.every(({ person }) =>
          history.events.some(
            (event) => event.op === 'link' && event.who === person.username && event.status !== 'live' && event.t > at,
          ),
        ),
      NOTICED_MS,
    )
    front.set({ mode: 'pass' })
    demandInTime(gaveUp !== null, `not everybody noticed within ${NOTICED_MS / 1_000} s`)
    const ms = Date.now() - at
    return {
      times: front.swallowed() - before,
      what: `${hit.length} clients noticed within ${(ms / 1_000).toFixed(1)} s`,
      awayMs: ms,
    }
  },
}

export const F50: Row = {
  id: 'F50',
  title: 'the balancer is started anew: every connection breaks at once',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, crowd, history, pass, until, demandInTime }) {
    const at = Date.now()
    for (const front of cluster.fronts) await front.refuse()
    await pass(REFUSED_MS)
    for (const front of cluster.fronts) await front.mend()
    const isBack = () => crowd.members.every(({ chat }) => chat.getState().connection.status === 'live')
    const backMs = await until(isBack, RETURN_MS)
    const times = offlineTimes(history, at)
    const most = times.at(-1) ?? 0
    demandInTime(backMs !== null, `somebody was away for ${most} ms`)
    return {
      times: times.length,
      what: `${times.length} connections broken, all back within ${(most / 1_000).toFixed(1)} s`,
      awayMs: REFUSED_MS + RETURN_MS,
    }
  },
}
