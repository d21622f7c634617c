import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { NOTICES_MAX } from '#protocol/limits.ts'
import type { Notice } from '#protocol/models.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { type Auditor, audit } from '../audit/audit.ts'

export type NoticeWanted = { body: string; level: 'info' | 'warning'; endsInMinutes?: number | undefined }
/** Who posts or withdraws: a person, or the operator of the machine. */
export type Poster = { userId: string; address?: string | undefined } | 'operator'
const auditorOf = (by: Poster): Auditor => (by === 'operator' ? by : { id: by.userId, address: by.address })

/** One that ended is told this long (ms) still, to whoever did not hear of its end. */
const TOLD_AFTER_MS = 600_000

type Row = { id: string; body: string; level: 'info' | 'warning'; ends_in_ms: number | null }

const COLUMNS = `id, body, level,
  CASE WHEN ends_at IS NOT NULL THEN greatest(0, floor(extract(epoch FROM ends_at - clock_timestamp()) * 1000))::int8 END AS ends_in_ms`
const CURRENT = '(ends_at IS NULL OR ends_at > clock_timestamp())'

const toNotice = (row: Row): Notice => ({
  id: row.id,
  body: row.body,
  level: row.level,
  ...(row.ends_in_ms === null ? {} : { endsInMs: row.ends_in_ms }),
})

/** What the people who run the installation tell everybody. Each change wakes every node in its own transaction [N1, W2]. */
export function createNotices(pool: pg.Pool) {
  const query = queryOn(pool)

  async function requireRight(inside: Query, by: Poster) {
    if (by === 'operator') return
    const [may] = await inside(
      "SELECT 1 FROM users WHERE id = $1 AND role IN ('owner', 'admin') AND deactivated_at IS NULL FOR SHARE",
      [by.userId],
    )
    if (!may) throw new Refusal('forbidden', 'Only the owners and admins of this server can tell everybody something.')
  }

  return {
    /**
     * Posts a notice. Refuses `forbidden` to others than owners and admins, and `conflict` while five stand already.
     * Without `endsInMinutes` it stands until it is withdrawn.
     */
    post: (by: Poster, { body, level, endsInMinutes }: NoticeWanted): Promise<Notice> =>
      transaction(pool, async (inside) => {
        await requireRight(inside, by)
        // One after the other, so that their number holds.
        await inside('SELECT 1 FROM installation FOR UPDATE')
        const standing = await inside(`SELECT 1 FROM notice WHERE ${CURRENT}`)
        if (standing.length >= NOTICES_MAX)
          throw new Refusal('conflict', `${NOTICES_MAX} notices stand already: withdraw one of them first.`)
        const [row] = await inside<Row>(
          `INSERT INTO notice (id, body, level, posted_by, ends_at)
           VALUES ($1, $2, $3, $4, clock_timestamp() + $5::int * interval '1 minute') RETURNING ${COLUMNS}`,
          [uuidv7(), body, level, by === 'operator' ? null : by.userId, endsInMinutes ?? null],
        )
        if (!row) throw new Error('a notice was not stored')
        await notify(inside, { notice: row.id })
        const after = { body, level, endsInMinutes }
        await audit(inside, { by: auditorOf(by), act: 'notice:post', kind: 'notice', id: row.id, after })
        return toNotice(row)
      }),

    /** Withdraws a notice; one that ended already stays as it is. Refuses `forbidden` as `post` does, and `not_found`. */
    end: (by: Poster, id: string): Promise<void> =>
      transaction(pool, async (inside) => {
        await requireRight(inside, by)
        const [there] = await inside('SELECT 1 FROM notice WHERE id = $1', [id])
        if (!there) throw new Refusal('not_found', 'There is no such notice.')
        await inside(`UPDATE notice SET ends_at = clock_timestamp() WHERE id = $1 AND ${CURRENT}`, [id])
        await notify(inside, { notice: id })
        await audit(inside, { by: auditorOf(by), act: 'notice:end', kind: 'notice', id })
      }),

    /** Those that stand, oldest first. */
    async current(): Promise<Notice[]> {
      const rows = await query<Row>(`SELECT ${COLUMNS} FROM notice WHERE ${CURRENT} ORDER BY posted_at, id`)
      return rows.map(toNotice)
    },

    /** One as it is now: ended, it ends in 0 ms. */
    async find(id: string): Promise<Notice | null> {
      const [row] = await query<Row>(`SELECT ${COLUMNS} FROM notice WHERE id = $1`, [id])
      return row ? toNotice(row) : null
    },

    /** Those that stand and those that ended lately: for who was deaf for a while. */
    async recent(): Promise<Notice[]> {
      const rows = await query<Row>(
        `SELECT ${COLUMNS} FROM notice WHERE ends_at IS NULL OR ends_at > clock_timestamp() - $1::int8 * interval '1 millisecond'
         ORDER BY posted_at, id`,
        [TOLD_AFTER_MS],
      )
      return rows.map(toNotice)
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
