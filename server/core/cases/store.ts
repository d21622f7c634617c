import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { CaseSource, ModTarget } from '#protocol/moderation.ts'
import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'
import { may, type Power } from '../policy/power.ts'
import { type CaseRow, caseColumns, noSuchCase } from './row.ts'
import type { Target } from './target.ts'

/** The case of a target, made if it is not there, locked until the transaction ends. A merged one's heir stands for it. */
export async function lockCaseOf(query: Query, target: Target, source: CaseSource): Promise<CaseRow> {
  const [put] = await query<{ id: string }>(
    `INSERT INTO mod_case (id, kind, source, target_room, target_id, law_room, author_id, text)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (kind, target_room, target_id) DO UPDATE SET kind = excluded.kind RETURNING id`,
    [uuidv7(), target.kind, source, target.room, target.id, target.lawRoom, target.authorId, target.text],
  )
  if (!put) throw new Error('a case was not stored')
  const row = await readCase(query, put.id)
  if (row.state !== 'MERGED' || !row.merged_into) return row
  await query('SELECT 1 FROM mod_case WHERE id = $1 FOR UPDATE', [row.merged_into])
  return readCase(query, row.merged_into)
}

export async function readCase(query: Query, id: string): Promise<CaseRow> {
  const [row] = await query<CaseRow>(`SELECT ${caseColumns} FROM mod_case c WHERE c.id = $1`, [id])
  if (!row) throw noSuchCase()
  return row
}

/** What a case's kind and ids say it is about; null for what is no thing of its own (an appeal, a rule). */
export function targetOf(row: Pick<CaseRow, 'kind' | 'target_id' | 'target_room'>): ModTarget | null {
  switch (row.kind) {
    case 'message':
      return { kind: 'message', roomId: row.target_room, id: row.target_id }
    case 'person':
      return { kind: 'person', userId: row.target_id }
    case 'room':
      return { kind: 'room', roomId: row.target_id }
    case 'file':
      return { kind: 'file', fileId: row.target_id }
    case 'appeal':
    case 'rule':
      return null
    default: {
      const never: never = row.kind
      throw new Error(`unknown case ${String(never)}`)
    }
  }
}

/** Whether somebody sees a case: what reaches their rooms, and nothing that is about themselves [MO2]. */
export const maySee = (power: Power, row: Pick<CaseRow, 'law_room' | 'author_id'>): boolean =>
  row.author_id !== power.id && may(power, 'queue', row.law_room)

/**
 * The case, locked, as the one who asks saw it. Refuses `not_found` for one they may not see, and `conflict` when it changed since
 * `version`: `fields` then says what was done and by whom.
 */
export async function lockCase(query: Query, power: Power, id: string, version: number | null): Promise<CaseRow> {
  await query('SELECT 1 FROM mod_case WHERE id = $1 FOR UPDATE', [id])
  const row = await readCase(query, id)
  if (!maySee(power, row)) throw noSuchCase()
  if (version !== null && row.version !== version) throw await stale(query, row)
  return row
}

async function stale(query: Query, row: CaseRow): Promise<Refusal> {
  const [last] = await query<{ what: string; by_id: string | null; name: string | null }>(
    `SELECT e.what, e.by_id, u.display_name AS name FROM case_event e LEFT JOIN users u ON u.id = e.by_id
     WHERE e.case_id = $1 ORDER BY e.id DESC LIMIT 1`,
    [row.id],
  )
  const who = last?.name ?? 'Something else'
  return new Refusal('conflict', `${who} changed this case meanwhile (${last?.what ?? 'changed'}). Look at it again.`, {
    fields: { version: String(row.version), what: last?.what ?? 'changed', ...(last?.by_id ? { byId: last.by_id } : {}) },
  })
}

/** Refuses `forbidden` to who is a party to the case, and `conflict` while another moderator has it [MO1]. */
export async function requireFree(query: Query, power: Power, row: CaseRow): Promise<void> {
  const why = await whyNot(query, power, row)
  if (why) throw new Refusal('forbidden', why)
  if (row.state === 'CLAIMED' && row.assignee_id !== power.id)
    throw new Refusal('conflict', 'Another moderator has this case now.', { fields: { assigneeId: row.assignee_id ?? '' } })
}

/** Why somebody may not act on a case that they see. */
export async function whyNot(query: Query, power: Power, row: CaseRow): Promise<string | null> {
  const [own] = await query('SELECT 1 FROM report WHERE case_id = $1 AND reporter_id = $2', [row.id, power.id])
  return own ? 'You reported this yourself. Somebody else decides it.' : null
}

/** Notes what happened, moves the version on, and has every node tell its moderators when this commits [MO3]. */
export async function noteEvent(query: Query, caseId: string, byId: string | null, what: string, data?: unknown): Promise<void> {
  await query('INSERT INTO case_event (case_id, by_id, what, data) VALUES ($1, $2, $3, $4)', [
    caseId,
    byId,
    what,
    data === undefined ? null : JSON.stringify(data),
  ])
  await query('UPDATE mod_case SET version = version + 1 WHERE id = $1', [caseId])
  await notify(query, { mod: { case: caseId } })
}
