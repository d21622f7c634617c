import type { CaseView, ModReport, OwnReport } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import { viewAppeal } from '../decisions/appeals.ts'
import { listActions, toActionDone } from '../decisions/row.ts'
import type { Power } from '../policy/power.ts'
import { findCard } from './author.ts'
import { type CaseRow, caseColumns, IS_OPEN, noSuchCase, toCase } from './row.ts'
import { maySee, readCase, targetOf, whyNot } from './store.ts'
import { findTarget } from './target.ts'

const EVENTS_MAX = 200
const REPORTS_MAX = 100
const SIMILAR_MAX = 5

/** All that who decides a case looks at, for who may see it. Refuses `not_found`. */
export async function viewCase(query: Query, power: Power, caseId: string): Promise<CaseView> {
  const row = await readCase(query, caseId)
  if (!maySee(power, row)) throw noSuchCase()
  const target = targetOf(row)
  const now = target ? await findTarget(query, target) : null
  const mayNot = await whyNot(query, power, row)
  const author = row.author_id ? await findCard(query, power, row.author_id, row.id) : null
  return {
    case: toCase(row),
    reports: await listReports(query, row.id),
    evidence: await listEvidence(query, row.id),
    ...(now ? { now: { ...now.snapshot, state: now.state } } : {}),
    events: await listEvents(query, row.id),
    ...(author ? { author } : {}),
    similar: await listSimilar(query, power, row),
    actions: (await listActions(query, 'case_id', row.id)).map(toActionDone),
    ...(row.kind === 'appeal' ? { appeal: await viewAppeal(query, power, row) } : {}),
    ...(mayNot ? { mayNot } : {}),
  }
}

async function listReports(query: Query, caseId: string): Promise<ModReport[]> {
  const rows = await query<{
    id: string
    reporter_id: string
    reason: ModReport['reason']
    note: string | null
    at: Date
    upheld: number
    decided: number
  }>(
    `SELECT r.id, r.reporter_id, r.reason, r.note, r.at,
       (SELECT count(*) FROM report o WHERE o.reporter_id = r.reporter_id AND o.outcome = 'acted')::int AS upheld,
       (SELECT count(*) FROM report o WHERE o.reporter_id = r.reporter_id AND o.outcome IS NOT NULL)::int AS decided
     FROM report r WHERE r.case_id = $1 ORDER BY r.id LIMIT $2`,
    [caseId, REPORTS_MAX],
  )
  return rows.map(({ reporter_id, note, at, upheld, decided, ...row }) => ({
    ...row,
    reporterId: reporter_id,
    ...(note ? { note } : {}),
    at: at.toISOString(),
    record: { upheld, decided },
  }))
}

async function listEvidence(query: Query, caseId: string): Promise<CaseView['evidence']> {
  const rows = await query<{ id: string; taken_at: Date; sha256: Buffer; snapshot: unknown }>(
    'SELECT id, taken_at, sha256, snapshot FROM evidence WHERE case_id = $1 ORDER BY id DESC LIMIT 10',
    [caseId],
  )
  return rows.map(({ id, taken_at, sha256, snapshot }) => ({
    ...{ id, takenAt: taken_at.toISOString(), sha256: sha256.toString('hex'), snapshot },
  }))
}

async function listEvents(query: Query, caseId: string): Promise<CaseView['events']> {
  const rows = await query<{ id: number; at: Date; by_id: string | null; what: string; data: unknown }>(
    `SELECT * FROM (SELECT id, at, by_id, what, data FROM case_event WHERE case_id = $1 ORDER BY id DESC LIMIT $2) e ORDER BY id`,
    [caseId, EVENTS_MAX],
  )
  return rows.map(({ id, at, by_id, what, data }) => ({
    ...{ id, at: at.toISOString(), what },
    ...(by_id ? { byId: by_id } : {}),
    ...(data === null ? {} : { data }),
  }))
}

/** Open cases of the same author, or that say the same. */
async function listSimilar(query: Query, power: Power, row: CaseRow): Promise<CaseView['similar']> {
  const rows = await query<CaseRow>(
    `SELECT ${caseColumns} FROM mod_case c
     WHERE c.id <> $1 AND c.id IN (
       SELECT c.id FROM mod_case c WHERE ${IS_OPEN} AND c.author_id = $2
       UNION SELECT c.id FROM mod_case c WHERE ${IS_OPEN} AND $3 <> '' AND lower(c.text) = lower($3) AND c.kind = $4)
     ORDER BY c.score DESC, c.id LIMIT $5`,
    [row.id, row.author_id, row.text, row.kind, SIMILAR_MAX * 2],
  )
  return rows
    .filter((one) => maySee(power, one))
    .slice(0, SIMILAR_MAX)
    .map(toCase)
}

type OwnRow = {
  id: string
  reason: OwnReport['reason']
  at: Date
  kind: OwnReport['kind']
  outcome: OwnReport['outcome'] | null
  words: string | null
}
const OWN = 'SELECT r.id, r.reason, r.at, c.kind, r.outcome, r.words FROM report r JOIN mod_case c ON c.id = r.case_id'
const toOwn = ({ outcome, words, at, ...row }: OwnRow): OwnReport => ({
  ...row,
  at: at.toISOString(),
  ...(outcome ? { outcome } : {}),
  ...(words ? { words } : {}),
})

/** What somebody reported and what came of it, the latest first, in pages. */
export async function listOwnReports(
  query: Query,
  userId: string,
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ reports: OwnReport[]; next?: string }> {
  const rows = await query<OwnRow>(
    `${OWN} WHERE r.reporter_id = $1 AND ($2::text IS NULL OR r.id::text < $2) ORDER BY r.id DESC LIMIT $3`,
    [userId, cursor ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return { reports: page.map(toOwn), ...(rows.length > limit && end ? { next: end.id } : {}) }
}

/** One report and who made it: to tell them what came of it. */
export async function findOwnReport(query: Query, id: string): Promise<{ userId: string; report: OwnReport } | null> {
  const [row] = await query<OwnRow & { reporter_id: string }>(
    `SELECT r.id, r.reason, r.at, c.kind, r.outcome, r.words, r.reporter_id
     FROM report r JOIN mod_case c ON c.id = r.case_id WHERE r.id = $1`,
    [id],
  )
  if (!row) return null
  const { reporter_id, ...own } = row
  return { userId: reporter_id, report: toOwn(own) }
}
