import pg from 'pg'
import { OURS } from '../cluster/postgres.ts'
import type { Row, Stage } from '../row.ts'

const REPAIR_MS = 6_000

/** Runs a statement in a transaction that stays open for a while. */
export async function hold({ cluster, pass }: Stage, sql: string, values: unknown[], ms: number) {
  const client = new pg.Client({ connectionString: cluster.postgres.url, application_name: OURS })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(sql, values)
    await pass(ms)
    await client.query('ROLLBACK')
  } finally {
    await client.end()
  }
}

const ackedSince = ({ history }: Stage, at: number) =>
  history.events.flatMap((event) => (event.op === 'send' && event.outcome === 'ok' && event.t >= at ? [event.room] : []))

export const F29: Row = {
  id: 'F29',
  title: 'a busy room is locked by somebody else',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject(stage) {
    const [room] = stage.crowd.rooms.busy
    const at = Date.now()
    const ms = stage.lasts(5_000, 10_000)
    await hold(stage, 'SELECT 1 FROM room_head WHERE room_id = $1 FOR UPDATE', [room], ms)
    const elsewhere = ackedSince(stage, at).filter((other) => other !== room).length
    stage.demand(elsewhere > 0, 'nothing was acked in other rooms meanwhile')
    return { times: 1, what: `locked for ${ms / 1_000} s, ${elsewhere} acks elsewhere`, awayMs: ms }
  },
}

export const F35: Row = {
  id: 'F35',
  title: 'the table of messages is locked whole',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject(stage) {
    const ms = stage.lasts(4_000, 15_000)
    await hold(stage, 'LOCK TABLE message IN ACCESS EXCLUSIVE MODE', [], ms)
    return { times: 1, what: `locked for ${ms / 1_000} s`, awayMs: ms }
  },
}

export const F31: Row = {
  id: 'F31',
  title: 'the way to PostgreSQL swallows everything',
  star: false,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    const ms = lasts(6_000, 20_000)
    const before = cluster.postgresLinks.reduce((sum, link) => sum + link.swallowed(), 0)
    for (const link of cluster.postgresLinks) link.set({ mode: 'swallow' })
    await pass(ms)
    for (const link of cluster.postgresLinks) {
      link.cut()
      link.set({ mode: 'pass' })
    }
    const bytes = cluster.postgresLinks.reduce((sum, link) => sum + link.swallowed(), 0) - before
    // A connection that owes an answer is given up after 6 s.
    return { times: bytes, what: `swallowed for ${ms / 1_000} s`, awayMs: ms + REPAIR_MS }
  },
}
