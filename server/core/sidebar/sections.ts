import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { BUILT_IN_SECTIONS, SECTIONS_MAX } from '#protocol/limits.ts'
import type { Section, SectionSort } from '#protocol/sidebar.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'

export type SectionWanted = {
  id: string
  name?: string | undefined
  position?: string | undefined
  folded?: boolean | undefined
  sort?: SectionSort | undefined
  unreadOnly?: boolean | undefined
}

type Row = {
  id: string
  name: string | null
  position: string | null
  folded: boolean
  sort: SectionSort | null
  unread_only: boolean
  deleted_at: Date | null
  me_rev: number
}

const COLUMNS = 'id, name, position, folded, sort, unread_only, deleted_at, me_rev'

const toSection = (row: Row): Section => ({
  id: row.id as Section['id'],
  ...(row.name === null ? {} : { name: row.name }),
  ...(row.position === null ? {} : { position: row.position }),
  folded: row.folded,
  ...(row.sort === null ? {} : { sort: row.sort }),
  unreadOnly: row.unread_only,
  ...(row.deleted_at ? { gone: true as const } : {}),
  meRev: row.me_rev,
})

const isBuiltIn = (id: string): boolean => (BUILT_IN_SECTIONS as readonly string[]).includes(id)
const noSuchSection = () => new Refusal('not_found', 'This section was deleted.')

/** A person's sections that are there; with `since` those that changed after it, deleted ones too. */
export async function listSections(query: Query, userId: string, since?: number): Promise<Section[]> {
  const rows = await query<Row>(
    `SELECT ${COLUMNS} FROM sidebar_section WHERE user_id = $1 AND CASE WHEN $2::int8 IS NULL THEN deleted_at IS NULL ELSE me_rev > $2 END
     ORDER BY me_rev`,
    [userId, since ?? null],
  )
  return rows.map(toSection)
}

/** One person's changes come one after the other: their clock is the first lock, and nobody else's is taken. */
const inTurn = <T>(pool: pg.Pool, userId: string, work: (query: Query) => Promise<T>): Promise<T> =>
  transaction(pool, async (query) => {
    await query('SELECT 1 FROM user_head WHERE user_id = $1 FOR NO KEY UPDATE', [userId])
    return work(query)
  })

async function stamp(query: Query, userId: string, id: string): Promise<Section> {
  const [row] = await query<Row>(
    `WITH u AS (UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1 RETURNING me_rev)
     UPDATE sidebar_section s SET me_rev = u.me_rev FROM u WHERE s.user_id = $1 AND s.id = $2
     RETURNING ${COLUMNS.replaceAll(/(\w+)/g, 's.$1')}`,
    [userId, id],
  )
  if (!row) throw new Error('a section was not stored')
  await notify(query, { person: userId })
  return toSection(row)
}

/**
 * Makes a section under an id of the client's, or changes what is named of one: of two devices that change different
 * things at once, both count [B1]. Refuses `not_found` (it was deleted, or has no name yet), `conflict` past 100, and
 * `invalid` for another name of a built-in one.
 */
export const setSection = (pool: pg.Pool, userId: string, wanted: SectionWanted): Promise<Section> =>
  inTurn(pool, userId, async (query) => {
    const builtIn = isBuiltIn(wanted.id)
    if (builtIn && wanted.name !== undefined)
      throw new Refusal('invalid', 'This section keeps its name.', { fields: { name: 'can’t be changed' } })
    const [there] = await query<Row>(`SELECT ${COLUMNS} FROM sidebar_section WHERE user_id = $1 AND id = $2`, [userId, wanted.id])
    if (there?.deleted_at || (!there && !builtIn && wanted.name === undefined)) throw noSuchSection()
    if (!there) {
      const rows = await query('SELECT 1 FROM sidebar_section WHERE user_id = $1 AND deleted_at IS NULL', [userId])
      if (rows.length >= SECTIONS_MAX) throw new Refusal('conflict', `A sidebar holds ${SECTIONS_MAX} sections.`)
      await query('INSERT INTO sidebar_section (user_id, id) VALUES ($1, $2)', [userId, wanted.id])
    }
    const changed = await query(
      `UPDATE sidebar_section SET name = coalesce($3, name), position = coalesce($4, position), folded = coalesce($5, folded),
         sort = coalesce($6, sort), unread_only = coalesce($7, unread_only)
       WHERE user_id = $1 AND id = $2 AND (name, position, folded, sort, unread_only) IS DISTINCT FROM
         (coalesce($3, name), coalesce($4, position), coalesce($5, folded), coalesce($6, sort), coalesce($7, unread_only))
       RETURNING 1`,
      [
        userId,
        wanted.id,
        wanted.name ?? null,
        wanted.position ?? null,
        wanted.folded ?? null,
        wanted.sort ?? null,
        wanted.unreadOnly ?? null,
      ],
    )
    return there && changed.length === 0 ? toSection(there) : stamp(query, userId, wanted.id)
  })

/** Deletes a section of one's own; its rooms stand where their kind stands. Twice is once. Refuses `not_found`. */
export const deleteSection = (pool: pg.Pool, userId: string, id: string): Promise<void> =>
  inTurn(pool, userId, async (query) => {
    const [there] = await query<Row>(`SELECT ${COLUMNS} FROM sidebar_section WHERE user_id = $1 AND id = $2`, [userId, id])
    if (!there) throw new Refusal('not_found', 'There is no such section.')
    if (there.deleted_at) return
    await query('UPDATE sidebar_section SET deleted_at = now() WHERE user_id = $1 AND id = $2', [userId, id])
    await stamp(query, userId, id)
  })
