import type { SignIn } from '#protocol/sessions.ts'
import type { Actor } from '#server/core/actor.ts'
import { listSessions } from '#server/core/sessions/sessions.ts'
import type { Query } from '#server/database/transaction.ts'

type Row = { id: string; node_id: string; session_id: string; connected_at: Date; last_active_at: Date; hidden: boolean }

/** Where the actor is signed in, the latest used first, each with what is connected there now [J5]. */
export async function listSignIns(query: Query, actor: Actor): Promise<SignIn[]> {
  const sessions = await listSessions(query, actor.user.id)
  const rows = await query<Row>(
    `SELECT id, node_id, session_id, connected_at, last_active_at, hidden
     FROM parley_connected() WHERE user_id = $1 ORDER BY connected_at, id`,
    [actor.user.id],
  )
  const signIns = sessions.map((session): SignIn => {
    const connected = rows.filter((row) => row.session_id === session.id)
    const lastActive = Math.max(session.lastUsedAt.getTime(), ...connected.map((row) => row.last_active_at.getTime()))
    return {
      id: session.id,
      device: session.device,
      ...(session.address === null ? {} : { address: session.address }),
      createdAt: session.createdAt.toISOString(),
      lastActiveAt: new Date(lastActive).toISOString(),
      current: session.id === actor.sessionId,
      connections: connected.map((row) => ({
        id: row.id,
        node: row.node_id,
        since: row.connected_at.toISOString(),
        lastActiveAt: row.last_active_at.toISOString(),
        hidden: row.hidden,
      })),
    }
  })
  return signIns.sort((a, b) => b.lastActiveAt.localeCompare(a.lastActiveAt))
}
