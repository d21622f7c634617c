import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import { OURS } from '../cluster/postgres.ts'
import type { Row } from '../row.ts'

/** A send is refused within 2 s, and the answer takes its way. */
const ERROR_MS = 2_500
const BACK_MS = 5_000
const KILL_EVERY_MS = 200
const KILLED_AT_ONCE = 2

export const F27: Row = {
  id: 'F27',
  title: 'PostgreSQL ends at once and recovers',
  star: true,
  bound: { maxMs: 6_000 },
  async inject({ cluster, crowd, history, pass, until, lasts, demand, demandInTime }) {
    const [asker] = crowd.members
    const [room] = crowd.rooms.busy
    if (!asker || !room) throw new Error('nobody is there')
    const raw = await connectRaw(`http://127.0.0.1:${cluster.fronts[0]!.port}`, asker.person)
    const downMs = lasts(5_000, 20_000)
    const at = Date.now()
    await cluster.postgres.crash()
    const answer = await raw.ask('message:send', { id: uuidv7(), roomId: room, body: 'into the void' })
    const answeredMs = Date.now() - at
    demand(!answer.ok && answer.error.code === 'unavailable', 'a send was not answered unavailable while PostgreSQL was down')
    demandInTime(answeredMs <= ERROR_MS, `a send was answered after ${answeredMs} ms while PostgreSQL was down`)
    raw.close()
    await pass(Math.max(0, at + downMs - Date.now()))
    await cluster.postgres.restart()
    const back = Date.now()
    const awayMs = back - at
    const first = await until(
      () => history.events.some((event) => event.op === 'send' && event.outcome === 'ok' && event.t > back),
      BACK_MS,
    )
    demandInTime(first !== null, `nothing was acked within ${BACK_MS} ms after PostgreSQL was back`)
    const cut = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t > at)
    demand(cut.length === 0, `${cut.length} connections were lost`)
    return { times: 1, what: `PostgreSQL down for ${(awayMs / 1_000).toFixed(1)} s`, awayMs }
  },
}

export const F28: Row = {
  id: 'F28',
  title: 'database connections are killed at random',
  star: true,
  bound: { maxMs: 6_000 },
  async inject({ cluster, pass, lasts, demand }) {
    const until = Date.now() + lasts(6_000, 30_000)
    let killed = 0
    while (Date.now() < until) {
      const rows = await cluster.postgres.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name <> $1 ORDER BY random() LIMIT $2`,
        [OURS, KILLED_AT_ONCE],
      )
      killed += rows.length
      await pass(KILL_EVERY_MS)
    }
    demand(
      !/already a transaction in progress/.test(cluster.postgres.log()),
      'a connection was used with a transaction open in it',
    )
    return { times: killed, what: `${killed} connections killed` }
  },
}
