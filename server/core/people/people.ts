import { PAGE_DEFAULT, PEOPLE_CHANGED_MAX } from '#protocol/limits.ts'
import type { User, UserRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { sharesRoom } from './known.ts'
import { isNamed, namePattern } from './named.ts'

type Row = { id: string; username: string; display_name: string; avatar_url: string | null; role: UserRole; bot: boolean }

const COLUMNS = 'u.id, u.username, u.display_name, u.avatar_url, u.role, u.bot'

const toUser = (row: Row): User => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  ...(row.avatar_url ? { avatarUrl: row.avatar_url } : {}),
  role: row.role,
  ...(row.bot ? { bot: true as const } : {}),
})

/** What everybody may know of people. Nothing else about a person travels. Guests know whom they share a room with [V1]. */
export function createPeople(query: Query) {
  async function clock(): Promise<number> {
    const [row] = await query<{ people_rev: number }>('SELECT people_rev FROM installation')
    return row?.people_rev ?? 0
  }

  return {
    /** The people of these ids, in no order; unknown ids are left out. */
    async get(ids: readonly string[]): Promise<User[]> {
      if (ids.length === 0) return []
      return (await query<Row>(`SELECT ${COLUMNS} FROM users u WHERE u.id = ANY ($1)`, [[...new Set(ids)]])).map(toUser)
    },

    /**
     * People whose username or displayed name begins with the text, or has a word that does; best first. Everybody for an
     * empty text. A guest finds those they share a room with.
     */
    async search(viewer: Pick<User, 'id' | 'role'>, text: string, limit = PAGE_DEFAULT): Promise<User[]> {
      const rows = await query<Row>(
        `SELECT ${COLUMNS} FROM users u
         WHERE u.deactivated_at IS NULL AND NOT u.bot AND ${isNamed} AND ($4 OR u.id = $3 OR ${sharesRoom('$3', 'u.id')})
         ORDER BY u.username LIKE $1 DESC, lower(u.display_name), u.id LIMIT $2`,
        [namePattern(text), limit, viewer.id, viewer.role !== 'guest'],
      )
      return rows.map(toUser)
    },

    /** As `get`, for who asks by id: to a guest those they share no room with are not there. */
    async lookUp(viewer: Pick<User, 'id' | 'role'>, ids: readonly string[]): Promise<User[]> {
      return this.get(viewer.role === 'guest' ? await this.sharing(viewer.id, ids) : ids)
    },

    /** Which of these people share a room with the viewer: only those may be watched. */
    async sharing(viewer: string, ids: readonly string[]): Promise<string[]> {
      const rows = await query<{ id: string }>(
        `SELECT w.id FROM unnest($2::uuid[]) w (id) WHERE w.id = $1 OR ${sharesRoom('$1', 'w.id')}`,
        [viewer, [...ids]],
      )
      return rows.map((row) => row.id)
    },

    /** Where the people's clock stands. */
    clock,

    /** Whoever changed after `rev`, in the order of their changes, and where the clock is then: not where it stands if there are many. */
    async since(rev: number, limit = PEOPLE_CHANGED_MAX): Promise<{ users: User[]; rev: number }> {
      const now = await clock()
      if (now <= rev) return { users: [], rev: now }
      const rows = await query<Row & { rev: number }>(
        `SELECT ${COLUMNS}, u.rev FROM users u WHERE u.rev > $1 ORDER BY u.rev LIMIT $2`,
        [rev, limit],
      )
      return { users: rows.map(toUser), rev: rows.length === limit ? (rows.at(-1)?.rev ?? now) : now }
    },

    /** The same for a client that knows people up to `rev`; without one it only learns of the clock. A guest hears of those they share a room with [V1]. */
    async changedSince(
      viewer: Pick<User, 'id' | 'role'>,
      rev: number | undefined,
    ): Promise<{ peopleRev: number; users?: User[] }> {
      if (rev === undefined) return { peopleRev: await clock() }
      const { users, rev: peopleRev } = await this.since(rev)
      if (viewer.role !== 'guest' || users.length === 0) return { peopleRev, users }
      const known = new Set(
        await this.sharing(
          viewer.id,
          users.map((user) => user.id),
        ),
      )
      return { peopleRev, users: users.filter((user) => known.has(user.id)) }
    },

    /** Whether an account was closed, or is not there. */
    async isClosed(userId: string): Promise<boolean> {
      const open = await query('SELECT 1 FROM users WHERE id = $1 AND deactivated_at IS NULL', [userId])
      return open.length === 0
    },

    async setLastSeen(userId: string, at: Date): Promise<void> {
      await query('UPDATE users SET last_seen_at = $2 WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < $2)', [
        userId,
        at,
      ])
    },

    /** When people were last connected, by id. */
    async lastSeen(ids: readonly string[]): Promise<Map<string, Date>> {
      const rows = await query<{ id: string; last_seen_at: Date }>(
        'SELECT id, last_seen_at FROM users WHERE id = ANY ($1) AND last_seen_at IS NOT NULL',
        [[...ids]],
      )
      return new Map(rows.map((row) => [row.id, row.last_seen_at]))
    },
  }
}

export type People = ReturnType<typeof createPeople>
