import type { AuditAct, AuditEntry } from '#protocol/audit.ts'
import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Query } from '#server/database/transaction.ts'

export type AuditFilter = {
  byId?: string | undefined
  userId?: string | undefined
  act?: AuditAct | undefined
  inRoom?: string | undefined
  from?: string | undefined
  to?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

type Row = {
  seq: number
  at: Date
  by: AuditEntry['by']
  by_id: string | null
  act: string
  kind: string | null
  target_id: string | null
  user_id: string | null
  room_id: string | null
  before: unknown
  after: unknown
  why: string | null
  address: string | null
}

const SEQ = /^\d{1,15}$/

/** The audit, latest first, in pages. Refuses `invalid` for a time or cursor that is none. */
export async function listAudit(query: Query, wanted: AuditFilter): Promise<{ entries: AuditEntry[]; next?: string }> {
  const limit = wanted.limit ?? PAGE_DEFAULT
  const time = (name: 'from' | 'to') => {
    const text = wanted[name]
    if (text === undefined) return null
    const at = new Date(text)
    if (Number.isNaN(at.getTime())) throw new Refusal('invalid', 'This is no time.', { fields: { [name]: 'must be a time' } })
    return at
  }
  if (wanted.cursor !== undefined && !SEQ.test(wanted.cursor))
    throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
  const rows = await query<Row>(
    `SELECT seq, at, by, by_id, act, kind, target_id, user_id, room_id, before, after, why, address FROM audit_entry
     WHERE seq < $1 AND ($2::uuid IS NULL OR by_id = $2) AND ($3::uuid IS NULL OR user_id = $3) AND ($4::text IS NULL OR act = $4)
       AND ($5::uuid IS NULL OR room_id = $5) AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
     ORDER BY seq DESC LIMIT $8`,
    [
      ...[wanted.cursor ?? Number.MAX_SAFE_INTEGER, wanted.byId ?? null, wanted.userId ?? null, wanted.act ?? null],
      ...[wanted.inRoom ?? null, time('from'), time('to'), limit + 1],
    ],
  )
  const entries = rows.slice(0, limit).map(toEntry)
  const end = entries.at(-1)
  return { entries, ...(rows.length > limit && end ? { next: String(end.seq) } : {}) }
}

const toEntry = (row: Row): AuditEntry => ({
  ...{ seq: row.seq, at: row.at.toISOString(), by: row.by, act: row.act },
  ...(row.by_id ? { byId: row.by_id } : {}),
  ...(row.kind ? { kind: row.kind } : {}),
  ...(row.target_id ? { targetId: row.target_id } : {}),
  ...(row.user_id ? { userId: row.user_id } : {}),
  ...(row.room_id ? { roomId: row.room_id } : {}),
  ...(row.before === null ? {} : { before: row.before }),
  ...(row.after === null ? {} : { after: row.after }),
  ...(row.why ? { why: row.why } : {}),
  ...(row.address ? { address: row.address } : {}),
})
