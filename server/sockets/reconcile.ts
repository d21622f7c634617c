import type pg from 'pg'
import { createTurns } from '#server/core/messages/log/turns.ts'
import { readEpoch } from '#server/core/sync/epoch.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Log } from '#server/log.ts'
import type { CatchUp } from './catch-up.ts'
import type { Clocks } from './clocks.ts'
import type { ChatServer } from './types.ts'

/** While the bus between nodes is down, the database is asked this often, from start to start. */
const BUS_DOWN_MS = 1_000
/** However long a comparison takes, the next one waits this long (ms) for other work. */
const PAUSE_MS = 100
const SPREAD = 0.2
/** So many people, then rooms, are brought up to date at once: each takes a few queries. */
const AT_ONCE = 4
/** A comparison that others asked for begins within this time: they ask all nodes at once. */
const SOON_MS = 200
/** A connection that did not refresh is closed this long after its time. */
const REFRESH_GRACE_MS = 30_000
const EXPIRING_MS = 60_000

/** How many rooms, people and sessions were behind, over how many comparisons. Zero where nothing is lost. */
export type Repairs = { rooms: number; people: number; sessions: number; runs: number }

/**
 * Compares this node's clocks with the database: every 5 s (± 20%), every second while the bus is down, and once more
 * when it is up again; at once when another node is back. Whatever was lost on the way is made good here, so a publish may
 * be lost and a message may not [K3]. Sessions that ended unheard and connections that were not refreshed end here too. When the database was put back to an
 * older state, every connection is closed, and its client starts over [K6].
 */
export function createReconciler(deps: {
  io: ChatServer
  pool: pg.Pool
  clocks: Clocks
  catchUp: CatchUp
  log: Log
  everyMs: number
  isBusUp: () => boolean
  /** The bus is up again: what this node told meanwhile reached no other node. */
  onBusBack: () => void
}) {
  const { clocks, catchUp, io } = deps
  const query = queryOn(deps.pool)
  const { inTurn } = createTurns(AT_ONCE)
  const repairs: Repairs = { rooms: 0, people: 0, sessions: 0, runs: 0 }
  let timer: NodeJS.Timeout | null = null
  let dueAt = 0
  let wasBusUp = true
  let isRunning = false
  let isWanted = false
  let isClosed = false

  async function behind(clock: ReadonlyMap<string, number>, table: 'room_head' | 'user_head'): Promise<string[]> {
    if (clock.size === 0) return []
    const [key, rev] = table === 'room_head' ? ['room_id', 'rev'] : ['user_id', 'me_rev']
    const rows = await query<{ id: string }>(
      `SELECT w.id FROM unnest($1::uuid[], $2::int8[]) w (id, at) JOIN ${table} h ON h.${key} = w.id WHERE h.${rev} > w.at`,
      [[...clock.keys()], [...clock.values()]],
    )
    return rows.map((row) => row.id)
  }

  async function endedSessions(): Promise<{ id: string; banned: boolean; until: Date | null }[]> {
    const ids = new Set([...io.of('/').sockets.values()].map((socket) => socket.data.actor.sessionId))
    if (ids.size === 0) return []
    return query<{ id: string; banned: boolean; until: Date | null }>(
      `SELECT w.id, z.user_id IS NOT NULL AS banned, z.expires_at AS until FROM unnest($1::uuid[]) w (id)
       LEFT JOIN session s ON s.id = w.id
       LEFT JOIN LATERAL (SELECT z.user_id, z.expires_at FROM sanction z WHERE z.user_id = s.user_id AND z.room_id IS NULL AND z.kind = 'ban'
         AND z.lifted_at IS NULL AND z.starts_at <= now() AND (z.expires_at IS NULL OR z.expires_at > now())
         ORDER BY z.expires_at DESC NULLS FIRST LIMIT 1) z ON true
       WHERE s.id IS NULL OR s.ended_at IS NOT NULL OR s.expires_at <= now() OR z.user_id IS NOT NULL`,
      [[...ids]],
    )
  }

  function closeUnrefreshed(now: number) {
    for (const socket of io.of('/').sockets.values()) {
      const { expiresAt } = socket.data
      if (now > expiresAt + REFRESH_GRACE_MS) {
        socket.emit('session:ended', { reason: 'expired' })
        socket.disconnect(true)
      } else if (now > expiresAt - EXPIRING_MS) socket.emit('session:expiring', { expiresAt: new Date(expiresAt).toISOString() })
    }
  }

  /** One client of another history is enough: this node's clocks are of it too, and are gone with the last connection. */
  async function closeOtherHistory() {
    const sockets = [...io.of('/').sockets.values()]
    const told = new Set(sockets.map(({ data }) => data.epoch).filter((epoch) => epoch !== undefined))
    if (told.size === 0) return
    told.delete(await readEpoch(query))
    if (told.size === 0) return
    deps.log.warn('the database holds another history than before: every client starts over')
    for (const socket of sockets) socket.conn.close()
  }

  async function run() {
    repairs.runs += 1
    closeUnrefreshed(Date.now())
    await closeOtherHistory()
    const [rooms, people, sessions] = await Promise.all([
      behind(clocks.rooms, 'room_head'),
      behind(clocks.people, 'user_head'),
      endedSessions(),
    ])
    repairs.rooms += rooms.length
    repairs.people += people.length
    repairs.sessions += sessions.length
    for (const { id, banned, until } of sessions) catchUp.endSession(id, banned ? 'banned' : 'revoked', until?.toISOString())
    // People first: whoever lost a room hears nothing of what came after [K5].
    await Promise.all(people.map((userId) => inTurn(() => catchUp.person(userId))))
    await Promise.all(rooms.map((roomId) => inTurn(() => catchUp.room(roomId))))
  }

  function schedule(tookMs = 0) {
    dueAt = performance.now() + (isWanted ? Math.random() * SOON_MS : spread(deps.everyMs))
    isWanted = false
    look(tookMs)
  }

  /** The bus may go down in the middle of a wait; what was told just before it is up again was told to nobody. */
  function look(tookMs = 0) {
    if (isClosed) return
    if (timer) clearTimeout(timer)
    timer = setTimeout(() => void tick(), Math.min(Math.max(PAUSE_MS, spread(BUS_DOWN_MS) - tookMs), dueAt - performance.now()))
  }

  async function tick() {
    const isUp = deps.isBusUp()
    const isTime = !isUp || !wasBusUp || performance.now() >= dueAt
    if (isUp && !wasBusUp) deps.onBusBack()
    wasBusUp = isUp
    if (!isTime) return look()
    isRunning = true
    const began = performance.now()
    try {
      await run()
    } catch (error) {
      deps.log.warn({ error }, 'clocks could not be compared with the database')
    }
    isRunning = false
    schedule(performance.now() - began)
  }

  return {
    start: () => schedule(),
    /** Compares now: after the node was deaf for a while. */
    run,
    /** Compares in a moment: another node told things that may have reached nobody here. */
    soon() {
      isWanted = isRunning
      if (isRunning) return
      dueAt = Math.min(dueAt, performance.now() + Math.random() * SOON_MS)
      look()
    },
    repairs: repairs as Readonly<Repairs>,
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}

const spread = (ms: number) => ms * (1 + SPREAD * (2 * Math.random() - 1))

export type Reconciler = ReturnType<typeof createReconciler>
