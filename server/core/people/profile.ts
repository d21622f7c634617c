import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Profile, User } from '#protocol/models.ts'
import { avatarPath } from '#protocol/people.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { readDisplayName } from '../accounts/display-name.ts'
import { makeAvatar } from './avatar.ts'
import { areKnown } from './known.ts'
import { createPeople } from './people.ts'
import { createStatuses } from './status.ts'
import { isTimeZone } from './time-zone.ts'

/** What is named is changed; an empty text takes it away, and `avatar: null` the picture. */
export type ProfileChange = {
  displayName?: string | undefined
  title?: string | undefined
  about?: string | undefined
  timeZone?: string | undefined
  /** Base64 of a PNG, GIF, WebP or JPEG. */
  avatar?: string | null | undefined
}

type Row = { title: string | null; about: string | null; time_zone: string | null; created_at: Date }

/** What people say of themselves. What everybody sees of it takes the people's next rev, and every node tells it [I1]. */
export function createProfiles(pool: pg.Pool) {
  const query = queryOn(pool)
  return {
    /** Somebody as their card shows them, with the rooms that the viewer is in, too. Refuses `not_found` as `areKnown` does [V1]. */
    async get(viewer: User, userId: string): Promise<{ profile: Profile; user: User }> {
      if (!(await areKnown(query, viewer, [userId]))) throw new Refusal('not_found', 'There is no such person.')
      const [row] = await query<Row>('SELECT title, about, time_zone, created_at FROM users WHERE id = $1', [userId])
      const [user] = await createPeople(query).get([userId])
      if (!row || !user) throw new Refusal('not_found', 'There is no such person.')
      if (viewer.id !== userId) return { user, profile: { ...toProfile(row), rooms: await listShared(query, viewer.id, userId) } }
      const { status: choice, text, until } = await createStatuses(pool).of(userId)
      const status = { choice, ...(text === null ? {} : { text }), ...(until === null ? {} : { until: until.toISOString() }) }
      return { user, profile: { ...toProfile(row), status, rooms: [] } }
    },

    /** Changes one's own. Refuses `invalid` (with `fields`), and `too_large` and `invalid` as `makeAvatar` does. */
    async set(user: User, change: ProfileChange): Promise<User> {
      const name = change.displayName === undefined ? null : readDisplayName(change.displayName)
      const fields: Record<string, string> = {}
      if (name && 'wrong' in name) fields.displayName = name.wrong
      if (change.timeZone && !isTimeZone(change.timeZone)) fields.timeZone = 'must be a time zone like Europe/Berlin'
      if (Object.keys(fields).length > 0) throw new Refusal('invalid', 'Check what is marked.', { fields })
      const picture = change.avatar ? await makeAvatar(Buffer.from(change.avatar, 'base64')) : null
      return transaction(pool, async (inside) => {
        const shown = name && !('wrong' in name) ? name.displayName : null
        const avatar = change.avatar === undefined ? undefined : await replaceAvatar(inside, user.id, picture)
        await inside(
          `UPDATE users SET display_name = coalesce($2, display_name), title = ${kept('title', 3)}, about = ${kept('about', 4)},
             time_zone = ${kept('time_zone', 5)}, avatar_url = CASE WHEN $6 THEN $7 ELSE avatar_url END WHERE id = $1`,
          [
            user.id,
            shown,
            change.title ?? null,
            change.about ?? null,
            change.timeZone ?? null,
            avatar !== undefined,
            avatar ?? null,
          ],
        )
        if (shown !== null || avatar !== undefined) await stampPerson(inside, user.id)
        const [now] = await createPeople(inside).get([user.id])
        if (!now) throw new Error('somebody who changed their profile is not there')
        return now
      })
    },
  }
}

export type Profiles = ReturnType<typeof createProfiles>

const kept = (column: string, at: number) => `CASE WHEN $${at}::text IS NULL THEN ${column} ELSE nullif($${at}, '') END`

const toProfile = (row: Row) => ({
  createdAt: row.created_at.toISOString(),
  ...(row.title === null ? {} : { title: row.title }),
  ...(row.about === null ? {} : { about: row.about }),
  ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
})

/** Another picture is another row, so that its address never shows another one. */
async function replaceAvatar(query: Query, userId: string, picture: Buffer | null): Promise<string | null> {
  await query('DELETE FROM avatar WHERE user_id = $1', [userId])
  if (picture === null) return null
  const id = randomUUID()
  await query('INSERT INTO avatar (id, user_id, image) VALUES ($1, $2, $3)', [id, userId, picture])
  return avatarPath(id)
}

/** What everybody sees of somebody changed: told to every node with the commit, and by hello to who was away [I1]. */
export async function stampPerson(query: Query, userId: string): Promise<void> {
  await query(
    `WITH clock AS (UPDATE installation SET people_rev = people_rev + 1 RETURNING people_rev)
     UPDATE users SET rev = clock.people_rev FROM clock WHERE id = $1`,
    [userId],
  )
  await notify(query, { people: true })
}

/** Channels that both are in. */
async function listShared(query: Query, a: string, b: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT r.id FROM membership x JOIN membership y ON y.room_id = x.room_id AND y.user_id = $2 AND y.left_at IS NULL
     JOIN room r ON r.id = x.room_id AND r.kind IN ('PUBLIC', 'PRIVATE') AND r.archived_at IS NULL
     WHERE x.user_id = $1 AND x.left_at IS NULL ORDER BY lower(r.name), r.id LIMIT $3`,
    [a, b, SHARED_MAX],
  )
  return rows.map((row) => row.id)
}

const SHARED_MAX = 100

/** The WebP of a picture, or null when it is not there (any more). */
export async function findAvatar(query: Query, id: string): Promise<Buffer | null> {
  const [row] = await query<{ image: Buffer }>('SELECT image FROM avatar WHERE id = $1', [id])
  return row?.image ?? null
}
