import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { WEBHOOKS_MAX } from '#protocol/limits.ts'
import type { User, Webhook } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { readDisplayName } from '../accounts/display-name.ts'
import { findAccess, noSuchRoom, requireMember } from '../rooms/access.ts'
import { lockRoom, stampRoom } from '../rooms/clocks.ts'
import { mayGovern, requireRank } from '../rooms/rank.ts'
import { say } from '../rooms/say.ts'
import { hashToken, makeToken, webhookPath } from './token.ts'

const noSuchWebhook = () => new Refusal('not_found', 'There is no such webhook.')
const GOVERNORS_ONLY = 'Only a room’s owner or moderator has to do with its webhooks.'

type Row = {
  id: string
  user_id: string
  name: string
  created_by: string
  created_at: Date
  last_used_at: Date | null
}

const SELECT = `SELECT w.id, w.user_id, u.display_name AS name, w.created_by, w.created_at, w.last_used_at
  FROM webhook w JOIN users u ON u.id = w.user_id WHERE w.room_id = $1 AND w.revoked_at IS NULL`

const toWebhook = (row: Row): Webhook => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  ...(row.last_used_at ? { lastUsedAt: row.last_used_at.toISOString() } : {}),
})

/**
 * Addresses at which other programs post into a room, and what its owners and moderators do about them. Everything is told by a line
 * in the room. Refuses `not_found`, and `forbidden` to members below them, in direct rooms and threads, and in an archived room [Z1].
 */
export function createWebhooks(pool: pg.Pool) {
  const query = queryOn(pool)

  async function requireGovernor(user: User, roomId: string) {
    const access = await requireMember(query, roomId, user)
    if (access.kind === 'DIRECT' || access.kind === 'THREAD')
      throw new Refusal('forbidden', 'Only a room has webhooks, not a conversation or a thread.')
    if (!mayGovern(access.role)) throw new Refusal('forbidden', GOVERNORS_ONLY)
    return access
  }

  /** Under the room's lock, with the rank as it is by now; what `work` answers is told to the room. */
  async function change<T>(user: User, roomId: string, work: (inside: Query) => Promise<{ told: string; done: T }>): Promise<T> {
    await requireGovernor(user, roomId)
    return transaction(pool, async (inside) => {
      if (!(await lockRoom(inside, roomId))) throw noSuchRoom()
      await requireRank(inside, roomId, user.id, 'moderator', GOVERNORS_ONLY)
      const { told, done } = await work(inside)
      await say(inside, roomId, user.id, told)
      await stampRoom(inside, roomId)
      return done
    })
  }

  async function requireOne(inside: Query, roomId: string, id: string): Promise<Webhook> {
    const [row] = await inside<Row>(`${SELECT} AND w.id = $2 FOR UPDATE OF w`, [roomId, id])
    if (!row) throw noSuchWebhook()
    return toWebhook(row)
  }

  /** The room of one, for whoever is in it; to everybody else it is not there. */
  async function roomOf(user: User, id: string): Promise<string> {
    const [row] = await query<{ room_id: string }>('SELECT room_id FROM webhook WHERE id = $1 AND revoked_at IS NULL', [id])
    const access = row ? await findAccess(query, row.room_id, user) : null
    if (!row || access === null || access.role === null) throw noSuchWebhook()
    return row.room_id
  }

  return {
    /** Those of a room that are not revoked, the oldest first. */
    async list(user: User, roomId: string): Promise<Webhook[]> {
      await requireGovernor(user, roomId)
      return (await query<Row>(`${SELECT} ORDER BY w.created_at, w.id`, [roomId])).map(toWebhook)
    },

    /** Makes one. `path` is the only time that its secret is told [Z2]. Refuses `conflict` past 20, `invalid` for the name. */
    async create(user: User, roomId: string, wanted: string): Promise<{ webhook: Webhook; path: string }> {
      const name = requireName(wanted)
      const access = await requireGovernor(user, roomId)
      if (access.archived) throw new Refusal('forbidden', 'This room is archived.')
      const token = makeToken()
      const webhook = await change(user, roomId, async (inside) => {
        const there = await inside(`${SELECT}`, [roomId])
        if (there.length >= WEBHOOKS_MAX)
          throw new Refusal('conflict', `A room has at most ${WEBHOOKS_MAX} webhooks. Revoke one first.`)
        const [id, userId] = [uuidv7(), uuidv7()]
        // A name that nobody can choose: it has a colon.
        await inside(
          "INSERT INTO users (id, username, skeleton, display_name, role, bot) VALUES ($1, $2, $2, $3, 'guest', true)",
          [userId, `webhook:${id}`, name],
        )
        await inside('INSERT INTO webhook (id, room_id, user_id, token_hash, created_by) VALUES ($1, $2, $3, $4, $5)', [
          ...[id, roomId, userId],
          hashToken(token),
          user.id,
        ])
        return { told: `added the webhook “${name}”`, done: await requireOne(inside, roomId, id) }
      })
      return { webhook, path: webhookPath(token) }
    },

    /** Another name, for what it posted as well. */
    async rename(user: User, id: string, wanted: string): Promise<Webhook> {
      const name = requireName(wanted)
      const roomId = await roomOf(user, id)
      return change(user, roomId, async (inside) => {
        const before = await requireOne(inside, roomId, id)
        await inside('UPDATE users SET display_name = $2 WHERE id = $1', [before.userId, name])
        return { told: `renamed the webhook “${before.name}” to “${name}”`, done: { ...before, name } }
      })
    },

    /** From this commit on it posts nothing any more, on any node [Z4]. What it posted stays. */
    async revoke(user: User, id: string): Promise<void> {
      const roomId = await roomOf(user, id)
      await change(user, roomId, async (inside) => {
        const { name } = await requireOne(inside, roomId, id)
        await inside('UPDATE webhook SET revoked_at = clock_timestamp() WHERE id = $1', [id])
        return { told: `removed the webhook “${name}”`, done: undefined }
      })
    },
  }
}

export type Webhooks = ReturnType<typeof createWebhooks>

/** Where a post to an address goes, and who writes it; null for an address that is none, or was revoked. */
export async function findByToken(query: Query, token: string): Promise<{ id: string; roomId: string; author: User } | null> {
  const [row] = await query<{ id: string; room_id: string; user_id: string; username: string; name: string }>(
    `SELECT w.id, w.room_id, w.user_id, u.username, u.display_name AS name FROM webhook w JOIN users u ON u.id = w.user_id
     WHERE w.token_hash = $1 AND w.revoked_at IS NULL`,
    [hashToken(token)],
  )
  if (!row) return null
  const author: User = { id: row.user_id, username: row.username, displayName: row.name, role: 'guest', bot: true }
  return { id: row.id, roomId: row.room_id, author }
}

function requireName(wanted: string): string {
  const read = readDisplayName(wanted)
  if ('wrong' in read) throw new Refusal('invalid', 'This name can’t be used.', { fields: { name: read.wrong } })
  return read.displayName
}
