import { Refusal } from '#protocol/errors.ts'
import { CASE_OVERDUE_HOURS, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { CaseKind, CaseSource, CaseState, ModCase, QueueView } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import { isEverywhere, type Power } from '../policy/power.ts'
import { type CaseRow, caseColumns, IS_OPEN, STATE, toCase } from './row.ts'

export type QueueWanted = {
  view?: QueueView | undefined
  states?: CaseState[] | undefined
  kind?: CaseKind | undefined
  source?: CaseSource | undefined
  reason?: string | undefined
  inRoom?: string | undefined
  authorId?: string | undefined
  reporterId?: string | undefined
  assigneeId?: string | undefined
  olderThanHours?: number | undefined
  newerThanHours?: number | undefined
  text?: string | undefined
  sort?: 'score' | 'opened' | 'last' | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** Conditions of the views people keep, and of what `$me` may see: `$rooms`, or all with `$all`. */
const VIEWS: Record<QueueView, string> = {
  mine: `c.state IN ('CLAIMED', 'ESCALATED') AND c.assignee_id = $1 AND ${STATE} <> 'OPEN'`,
  unclaimed: `${IS_OPEN} AND ${STATE} = 'OPEN'`,
  escalated: `c.state = 'ESCALATED'`,
  appeals: `${IS_OPEN} AND c.kind = 'appeal'`,
  hidden: `${IS_OPEN} AND c.hidden`,
  overdue: `${IS_OPEN} AND c.opened_at < now() - interval '${CASE_OVERDUE_HOURS} hours'`,
}
const SEEN = 'c.author_id IS DISTINCT FROM $1 AND ($2 OR c.law_room = ANY ($3))'
const seenBy = (power: Power) => [power.id, isEverywhere(power, 'queue'), power.rooms]

const SORTS = {
  score: { column: 'c.score', order: 'DESC', after: '<', type: 'float8' },
  opened: { column: 'c.opened_at', order: 'ASC', after: '>', type: 'timestamptz' },
  last: { column: 'c.last_at', order: 'DESC', after: '<', type: 'timestamptz' },
} as const

/** The cases that somebody may see, open ones unless they name states, in pages that join on. Refuses `invalid` for a cursor nobody gave. */
export async function listCases(query: Query, power: Power, wanted: QueueWanted): Promise<{ cases: ModCase[]; next?: string }> {
  const isClosed = wanted.states?.every((state) => state === 'DECIDED' || state === 'MERGED') ?? false
  const { column, order, after, type } = SORTS[wanted.sort ?? (isClosed ? 'last' : 'score')]
  const limit = wanted.limit ?? PAGE_DEFAULT
  const values: unknown[] = seenBy(power)
  const conditions = [SEEN]
  const add = (sql: (at: string) => string, value: unknown) => {
    if (value === undefined) return
    values.push(value)
    conditions.push(sql(`$${values.length}`))
  }
  if (wanted.view) conditions.push(VIEWS[wanted.view])
  else if (!wanted.states) conditions.push(IS_OPEN)
  // As the index has it.
  else if (isClosed) conditions.push(`c.state IN ('DECIDED', 'MERGED')`)
  add((at) => `${STATE} = ANY (${at})`, wanted.states)
  add((at) => `c.kind = ${at}`, wanted.kind)
  add((at) => `c.source = ${at}`, wanted.source)
  add((at) => `${at} = ANY (c.reasons)`, wanted.reason)
  add((at) => `(c.law_room = ${at} OR c.target_room = ${at} OR c.target_id = ${at})`, wanted.inRoom)
  add((at) => `c.author_id = ${at}`, wanted.authorId)
  add((at) => `EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id AND r.reporter_id = ${at})`, wanted.reporterId)
  add((at) => `c.assignee_id = ${at}`, wanted.assigneeId)
  add((at) => `c.opened_at <= now() - make_interval(hours => ${at}::int)`, wanted.olderThanHours)
  add((at) => `c.opened_at >= now() - make_interval(hours => ${at}::int)`, wanted.newerThanHours)
  add((at) => `strpos(lower(c.text), lower(${at})) > 0`, wanted.text || undefined)
  if (wanted.cursor !== undefined) {
    const { at, id } = readCursor(wanted.cursor, type)
    values.push(at, id)
    const [place, last] = [`$${values.length - 1}::${type}`, `$${values.length}::uuid`]
    conditions.push(`(${column} ${after} ${place} OR ${column} = ${place} AND c.id > ${last})`)
    // The same again as a plain bound, which the order's index takes.
    conditions.push(`${column} ${after}= ${place}`)
  }
  values.push(limit + 1)
  const rows = await query<CaseRow & { place: string }>(
    `SELECT ${caseColumns}, ${type === 'float8' ? `${column}::text` : `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`} AS place
     FROM mod_case c WHERE ${conditions.join(' AND ')} ORDER BY ${column} ${order}, c.id LIMIT $${values.length}`,
    values,
  )
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return { cases: page.map(toCase), ...(rows.length > limit && end ? { next: `${end.place}|${end.id}` } : {}) }
}

/** How many cases each view has for somebody, of one moment. */
export async function countViews(query: Query, power: Power): Promise<Record<QueueView, number>> {
  const counts = Object.entries(VIEWS).map(([view, condition]) => `count(*) FILTER (WHERE ${condition})::int AS ${view}`)
  const [row] = await query<Record<QueueView, number>>(
    `SELECT ${counts.join(', ')} FROM mod_case c WHERE ${IS_OPEN} AND ${SEEN}`,
    seenBy(power),
  )
  if (!row) throw new Error('the queue could not be counted')
  return row
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readCursor(cursor: string, type: 'float8' | 'timestamptz'): { at: string; id: string } {
  const [at = '', id = ''] = cursor.split('|')
  const isPlace =
    type === 'float8'
      ? /^-?\d{1,9}(\.\d{1,20})?(e-?\d{1,3})?$/.test(at)
      : !Number.isNaN(Date.parse(at)) && /^\d{4}-[\dT:.-]{1,30}Z$/.test(at)
  if (isPlace && UUID.test(id)) return { at, id }
  throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
}
