import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { UserRole } from '#protocol/models.ts'
import type { NodeInfo, OpenConnection } from '#protocol/sessions.ts'
import type { Actor } from '#server/core/actor.ts'
import { isNamed, namePattern } from '#server/core/people/named.ts'
import { mayEndSessionsOf, mayOversee } from '#server/core/sessions/ending.ts'
import type { Query } from '#server/database/transaction.ts'

type Row = {
  id: string
  node_id: string
  user_id: string
  username: string
  role: UserRole
  session_id: string
  device: string | null
  address: string
  transport: string
  connected_at: Date
  last_active_at: Date
  hidden: boolean
}
type Wanted = { query?: string | undefined; cursor?: string | undefined; limit?: number | undefined }

/**
 * Who is connected to the whole installation, by username and then by when they came, in pages; those whose name or a
 * word of it begins with the text. Refuses `forbidden` to everybody but the installation's owners and admins [J5].
 */
export async function listConnections(
  query: Query,
  actor: Actor,
  wanted: Wanted,
): Promise<{ nodes: NodeInfo[]; connections: OpenConnection[]; userIds: string[]; next?: string }> {
  if (!mayOversee(actor.user.role)) throw new Refusal('forbidden', 'Only the owners and admins of this server see that.')
  const limit = wanted.limit ?? PAGE_DEFAULT
  const { username, at, id } = readCursor(wanted.cursor)
  const rows = await query<Row>(
    `SELECT c.*, u.username, u.role, s.device
     FROM parley_connected() c JOIN users u ON u.id = c.user_id LEFT JOIN session s ON s.id = c.session_id
     WHERE ${isNamed}
       AND u.username >= $2 AND (u.username, c.connected_at, c.id) > ($2, to_timestamp($3::float8 / 1000), $4)
     ORDER BY u.username, c.connected_at, c.id LIMIT $5`,
    [namePattern(wanted.query ?? ''), username, at, id, limit + 1],
  )
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return {
    nodes: await listNodes(query),
    connections: page.map((row) => toConnection(row, actor)),
    userIds: page.map((row) => row.user_id),
    ...(rows.length > limit && end ? { next: `${end.username}|${end.connected_at.getTime()}|${end.id}` } : {}),
  }
}

const toConnection = (row: Row, actor: Actor): OpenConnection => ({
  id: row.id,
  node: row.node_id,
  userId: row.user_id,
  sessionId: row.session_id,
  device: row.device ?? 'Unknown device',
  address: row.address,
  transport: row.transport,
  since: row.connected_at.toISOString(),
  lastActiveAt: row.last_active_at.toISOString(),
  hidden: row.hidden,
  current: row.session_id === actor.sessionId,
  mayEnd: mayEndSessionsOf(actor.user, { id: row.user_id, role: row.role }),
})

/** The nodes that live, the oldest first. */
async function listNodes(query: Query): Promise<NodeInfo[]> {
  const rows = await query<{ id: string; host: string; started_at: Date; connections: number; people: number }>(
    `SELECT n.id, n.host, n.started_at, coalesce(sum(c.open), 0)::int AS connections, count(c.user_id)::int AS people
     FROM node n LEFT JOIN (
       SELECT node_id, user_id, count(*) AS open FROM parley_connected() GROUP BY node_id, user_id) c ON c.node_id = n.id
     WHERE parley_is_alive(n.beat_at)
     GROUP BY n.id ORDER BY n.started_at, n.id`,
  )
  return rows.map(({ started_at, ...node }) => ({ ...node, startedAt: started_at.toISOString() }))
}

/** Greatest time JavaScript and PostgreSQL both know. */
const TIME_MAX_MS = 8.64e15

function readCursor(cursor: string | undefined): { username: string; at: number; id: string } {
  if (cursor === undefined) return { username: '', at: 0, id: '' }
  const [username = '', at = '', id = ''] = cursor.split('|')
  const time = Number(at)
  if (at !== '' && cursor.isWellFormed() && Number.isSafeInteger(time) && time >= 0 && time <= TIME_MAX_MS) {
    return { username, at: time, id }
  }
  throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
}
