import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { type ModTarget, REPORT_REASONS, type ReportReason } from '#protocol/moderation.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { lockCaseOf, noteEvent } from './store.ts'
import { findTarget, requireReportable, type Target } from './target.ts'

export type ReportWanted = { target: ModTarget; reason: ReportReason; note?: string | undefined }

/** An account is trusted half as much until it is this old. */
const NEW_ACCOUNT = '7 days'

/**
 * Reports something to the moderators: what was reported before by the same person is said so (`again`) and counts once [MO4].
 * What stands there is kept as evidence. Refuses `not_found`, `forbidden` (one's own, the product's own lines) and `conflict` (it
 * was deleted or hidden already).
 */
export async function report(
  pool: pg.Pool,
  { user }: Actor,
  { target: named, reason, note }: ReportWanted,
): Promise<{ reportId: string; again?: true }> {
  await requireReportable(queryOn(pool), user, named)
  return transaction(pool, async (query) => {
    const target = await findTarget(query, named)
    if (!target) throw new Refusal('not_found', 'What you report is not there.')
    if (target.authorId === user.id) throw new Refusal('forbidden', 'That is your own.')
    if (target.state === 'system') throw new Refusal('forbidden', 'This line is the product’s own.')
    const row = await lockCaseOf(query, target, 'report')
    const [known] = await query<{ id: string }>('SELECT id FROM report WHERE case_id = $1 AND reporter_id = $2', [
      row.id,
      user.id,
    ])
    if (known) return { reportId: known.id, again: true as const }
    if (target.state !== 'there') throw new Refusal('conflict', 'It is not there any more: somebody took it away already.')
    const isChanged = await keepEvidence(query, row.id, target)
    const isOver = row.state === 'DECIDED' && !(isChanged && row.reports > 0)
    const reportId = uuidv7()
    await query(
      `INSERT INTO report (id, case_id, reporter_id, reason, note, outcome, words)
       SELECT $1, $2, $3, $4, $5, CASE WHEN $6 THEN c.outcome END, CASE WHEN $6 THEN c.words END FROM mod_case c WHERE c.id = $2`,
      [reportId, row.id, user.id, reason, note || null, isOver],
    )
    await query(
      `UPDATE mod_case SET reports = reports + 1, score = score + $2, last_at = clock_timestamp(), text = $4,
         reasons = CASE WHEN $3 = ANY (reasons) THEN reasons ELSE reasons || $3 END,
         state = CASE WHEN state = 'DECIDED' AND NOT $5 THEN 'OPEN' ELSE state END,
         assignee_id = CASE WHEN state = 'DECIDED' THEN NULL ELSE assignee_id END WHERE id = $1`,
      [row.id, await weigh(query, user.id, reason), reason, target.text, isOver],
    )
    await noteEvent(query, row.id, user.id, row.state === 'DECIDED' && !isOver ? 'reopened' : 'reported', { reportId, reason })
    return { reportId }
  })
}

/** 1 + how far its reporter is trusted + how often they were right + the weight of the reason. */
async function weigh(query: Query, userId: string, reason: ReportReason): Promise<number> {
  const [row] = await query<{ trust: number; upheld: number; decided: number }>(
    `SELECT CASE WHEN u.role = 'guest' THEN 0 WHEN u.created_at > now() - $2::interval THEN 0.5 ELSE 1 END::float8 AS trust,
       (SELECT count(*) FROM report r WHERE r.reporter_id = u.id AND r.outcome = 'acted')::int AS upheld,
       (SELECT count(*) FROM report r WHERE r.reporter_id = u.id AND r.outcome IS NOT NULL)::int AS decided
     FROM users u WHERE u.id = $1`,
    [userId, NEW_ACCOUNT],
  )
  const { trust = 0, upheld = 0, decided = 0 } = row ?? {}
  return 1 + trust + (upheld + 1) / (decided + 2) + REPORT_REASONS[reason]
}

/** Keeps what stands there, unless that is what was kept last. Answers whether it is another one. */
export async function keepEvidence(query: Query, caseId: string, target: Target): Promise<boolean> {
  const rows = await query(
    `WITH fresh AS (SELECT $3::jsonb AS snapshot, sha256(convert_to($3::jsonb::text, 'UTF8')) AS sha256)
     INSERT INTO evidence (id, case_id, snapshot, sha256) SELECT $1, $2, f.snapshot, f.sha256 FROM fresh f
     WHERE f.sha256 IS DISTINCT FROM (SELECT e.sha256 FROM evidence e WHERE e.case_id = $2 ORDER BY e.id DESC LIMIT 1)
     RETURNING 1`,
    [uuidv7(), caseId, JSON.stringify(target.snapshot)],
  )
  return rows.length > 0
}
