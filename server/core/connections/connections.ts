import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import { createComparison } from './comparison.ts'
import { createConnectionWrites } from './writes.ts'

const BEAT_MS = 5_000
/** Every so many beats the node's connections are compared with their rows, and what dead nodes left is swept. */
const COMPARE_EVERY = 6
const TOO_MANY_RETRY_MS = 10_000

/** A connection as it comes in. `former` is the one it says it was before. */
export type Opening = {
  id: string
  userId: string
  sessionId: string
  deviceId: string
  address: string
  transport: string
  former: string | null
}

/** A connection as its node holds it. */
export type Held = Omit<Opening, 'former'> & { connectedAt: Date; activeAt: Date; hidden: boolean }

type Deps = {
  pool: pg.Pool
  node: { id: string; host: string }
  /** What this node holds now. */
  held: () => Iterable<Held>
  /** A connection of this node made room for another one: it is to be ended. May be told more than once. */
  onReplaced: (id: string) => void
  /** What the database's clock said with a beat, and ours (epoch ms) before and after. */
  onClock: (seen: { databaseAt: number; askedAt: number; answeredAt: number }) => void
  /** What could not be written or read; the next comparison makes it good. */
  onFailed: (error: unknown) => void
}

export type Connections = ReturnType<typeof createConnections>

/**
 * This node's part of the registry of who is connected where [J1]. The database counts, so that limits hold over all
 * nodes; the node itself knows what is true of its own connections and mends what the database lost [J2].
 */
export function createConnections({ pool, node, held, onReplaced, onClock, onFailed }: Deps) {
  const query = queryOn(pool)
  const writes = createConnectionWrites(query, onFailed)
  const compare = createComparison(query, node.id, held)
  let beats = 0
  let isBehind = true
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  /** Whether the statement wrote this node's row, which answers the database's clock. */
  async function write(sql: string, values: unknown[]): Promise<boolean> {
    const askedAt = Date.now()
    const [row] = await query<{ at: Date }>(`${sql} RETURNING clock_timestamp() AS at`, values)
    if (row) onClock({ databaseAt: row.at.getTime(), askedAt, answeredAt: Date.now() })
    return row !== undefined
  }

  /** Says that this node lives, and hears what was replaced in case the notification was lost. */
  async function beat(): Promise<void> {
    if (!(await write('UPDATE node SET beat_at = now() WHERE id = $1', [node.id]))) {
      isBehind = true
      await write('INSERT INTO node (id, host) VALUES ($1, $2) ON CONFLICT DO NOTHING', [node.id, node.host])
    }
    for (const id of await listReplaced(query, node.id)) onReplaced(id)
    beats += 1
    if (!isBehind && beats % COMPARE_EVERY !== 0) return
    await compare()
    isBehind = false
    await query('SELECT parley_sweep_connections()')
  }

  const tick = () => {
    running = beat()
      .catch(onFailed)
      .then(() => {
        if (!isClosed) timer = setTimeout(tick, BEAT_MS).unref()
      })
    return running
  }

  return {
    /** Resolves when the node is in the registry, or could not be written now. */
    start: tick,
    /** Beats now: after the node was deaf for a while. */
    beat,

    /**
     * Writes a connection that comes in and answers when it came. Of a person's `limit` places the one of `former` is
     * given to it, then the oldest hidden one's; refuses `too_many_connections` when all others are looked at [J3].
     */
    async open(opening: Opening, limit: number): Promise<Date> {
      const { id, userId, sessionId, deviceId, address, transport, former } = opening
      const [row] = await query<{ at: Date | null }>('SELECT parley_connect($1,$2,$3,$4,$5,$6,$7,$8,$9) AS at', [
        ...[id, node.id, userId, sessionId, deviceId, address, transport, former, limit],
      ]).catch((error) => {
        // It may be written all the same, and nobody comes in under it.
        writes.closed(id)
        throw error
      })
      if (row?.at) return row.at
      throw new Refusal('too_many_connections', 'You are connected from too many places at once.', {
        retryAfterMs: TOO_MANY_RETRY_MS,
      })
    },

    /** Nobody waits for these: they are written many at a time, and a comparison stands behind them. */
    changed: writes.changed,
    active: writes.active,
    closed: writes.closed,

    /** Takes the node and its connections out of the registry. */
    async close() {
      isClosed = true
      clearTimeout(timer)
      await running
      await writes.close()
      await query('DELETE FROM connection WHERE node_id = $1', [node.id]).catch(onFailed)
      await query('DELETE FROM node WHERE id = $1', [node.id]).catch(onFailed)
    },
  }
}

const listReplaced = async (query: Query, nodeId: string): Promise<string[]> =>
  (await query<{ id: string }>('SELECT id FROM connection WHERE node_id = $1 AND replaced_at IS NOT NULL', [nodeId])).map(
    (row) => row.id,
  )
