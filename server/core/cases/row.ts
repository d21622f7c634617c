import { Refusal } from '#protocol/errors.ts'
import type { CaseKind, CaseSource, CaseState, ModCase } from '#protocol/moderation.ts'

export const NO_ROOM = '00000000-0000-0000-0000-000000000000'

/** A claim whose lease is over is open again: an end is data. */
export const STATE = `CASE WHEN c.state = 'CLAIMED' AND c.lease_until <= clock_timestamp() THEN 'OPEN' ELSE c.state END`
export const IS_OPEN = `c.state IN ('OPEN', 'CLAIMED', 'ESCALATED')`

/** What the queue tells of a case (`c`). */
export const caseColumns = `c.id, c.kind, ${STATE} AS state, c.source, c.version, c.score, c.target_id, c.target_room, c.law_room, c.author_id,
  c.reasons, c.reports, c.text, c.hidden, c.assignee_id, c.lease_until, c.opened_at, c.last_at, c.decided_at, c.decided_by, c.merged_into`

export type CaseRow = {
  id: string
  kind: CaseKind
  state: CaseState
  source: CaseSource
  version: number
  score: number
  target_id: string
  target_room: string
  law_room: string | null
  author_id: string | null
  reasons: string[]
  reports: number
  text: string
  hidden: boolean
  assignee_id: string | null
  lease_until: Date | null
  opened_at: Date
  last_at: Date
  decided_at: Date | null
  decided_by: string | null
  merged_into: string | null
}

export const toCase = (row: CaseRow): ModCase => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  source: row.source,
  version: row.version,
  score: Math.round(row.score * 100) / 100,
  targetId: row.target_id,
  ...(row.target_room === NO_ROOM ? {} : { targetRoomId: row.target_room }),
  ...(row.law_room ? { roomId: row.law_room } : {}),
  ...(row.author_id ? { authorId: row.author_id } : {}),
  reasons: row.reasons,
  reports: row.reports,
  text: row.text,
  ...(row.hidden ? { hidden: true } : {}),
  ...(row.assignee_id && row.state !== 'OPEN' ? { assigneeId: row.assignee_id } : {}),
  ...(row.lease_until && row.state === 'CLAIMED' ? { leaseUntil: row.lease_until.toISOString() } : {}),
  openedAt: row.opened_at.toISOString(),
  lastAt: row.last_at.toISOString(),
  ...(row.decided_at && row.state === 'DECIDED' ? { decidedAt: row.decided_at.toISOString() } : {}),
  ...(row.decided_by && row.state === 'DECIDED' ? { decidedById: row.decided_by } : {}),
  ...(row.merged_into ? { mergedInto: row.merged_into } : {}),
})

/** What one may not see looks like what is not there. */
export const noSuchCase = () => new Refusal('not_found', 'There is no such case.')
