import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { ActionDone, ModAction, ModCase } from '#protocol/moderation.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { type Audited, audit } from '../audit/audit.ts'
import { type CaseRow, toCase } from '../cases/row.ts'
import { lockCase, noteEvent, readCase, requireFree } from '../cases/store.ts'
import { findPower, type Power } from '../policy/power.ts'
import { apply, lockFor, requireActs } from './apply.ts'
import { listActions, toActionDone } from './row.ts'

export type Decision = {
  actions: ModAction[]
  clause?: string | undefined
  words?: string | undefined
  reporterWords?: string | undefined
  note?: string | undefined
}
/** `version` null: whatever was done to it meanwhile. `key`: under which it is done once. */
export type DecideWanted = Decision & { caseId: string; version: number | null; key: string }

/**
 * Decides a case: every act, its sanctions, the case's event and the audit in one transaction, or nothing [MO6]. Asked again under its
 * key it answers what was done. Refuses `not_found`, `forbidden` (a role that is not below, a party), `conflict` (stale, claimed by
 * another, decided) and `invalid`.
 */
export const decide = (pool: pg.Pool, actor: Actor, wanted: DecideWanted): Promise<{ case: ModCase; actions: ActionDone[] }> =>
  transaction(pool, (query) => decideInside(query, actor, wanted))

export async function decideInside(
  query: Query,
  actor: Actor,
  wanted: DecideWanted,
): Promise<{ case: ModCase; actions: ActionDone[] }> {
  const power = await findPower(query, actor, true)
  const row = await lockCase(query, power, wanted.caseId, null)
  if (await isDone(query, power, row, wanted.key)) return answer(query, row.id, wanted.key)
  await lockCase(query, power, wanted.caseId, wanted.version)
  if (row.kind === 'appeal') throw new Refusal('conflict', 'An appeal is decided by itself.')
  if (row.state === 'DECIDED' || row.state === 'MERGED') throw new Refusal('conflict', 'This case is decided already.')
  await requireFree(query, power, row)
  await requireActs(query, power, row, wanted.actions)
  await query(
    'INSERT INTO decision (key, case_id, by_id, clause, words, reporter_words, note) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [
      wanted.key,
      row.id,
      power.id,
      wanted.clause ?? null,
      wanted.words ?? null,
      wanted.reporterWords ?? null,
      wanted.note ?? null,
    ],
  )
  await lockFor(query, row, wanted.actions)
  const audits: Audited[] = []
  for (const action of wanted.actions) audits.push(await act(query, power, row, action, wanted))
  await close(query, row, power.id, wanted)
  const did = wanted.actions.map((one) => one.do)
  await noteEvent(query, row.id, power.id, 'decided', { did, key: wanted.key, ...(wanted.note ? { note: wanted.note } : {}) })
  const inCase = { kind: 'case' as const, id: row.id, userId: row.author_id, roomId: row.law_room, why: wanted.note }
  if (audits.length === 0) audits.push({ by: power, act: 'case:decide', ...inCase })
  for (const entry of audits) await audit(query, entry)
  return answer(query, row.id, wanted.key)
}

/** Refuses a key that stands for another decision. */
async function isDone(query: Query, power: Power, row: CaseRow, key: string): Promise<boolean> {
  const [known] = await query<{ case_id: string; by_id: string }>('SELECT case_id, by_id FROM decision WHERE key = $1', [key])
  if (!known) return false
  if (known.case_id === row.id && known.by_id === power.id) return true
  throw new Refusal('conflict', 'This decision was made before, of another case.', { fields: { key: 'is used' } })
}

async function act(query: Query, power: Power, row: CaseRow, action: ModAction, wanted: DecideWanted): Promise<Audited> {
  const { inverse, sanctionId, audited } = await apply(query, power, row, action, wanted)
  const isMessage = row.kind === 'message'
  await query(
    `INSERT INTO mod_action (id, decision_key, case_id, act, by_id, user_id, room_id, message_id, sanction_id, inverse)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[uuidv7(), wanted.key, row.id, action.do, power.id, row.author_id, isMessage ? row.target_room : row.law_room],
      ...[isMessage ? row.target_id : null, sanctionId ?? null, inverse && JSON.stringify(inverse)],
    ],
  )
  return { ...audited, why: audited.why ?? wanted.note }
}

/** What only restores is no act against anybody. */
const isAct = ({ actions }: Decision) => actions.some((one) => one.do !== 'restore')

async function close(query: Query, row: CaseRow, byId: string, wanted: Decision): Promise<void> {
  const outcome = isAct(wanted) ? 'acted' : 'dismissed'
  const hidden =
    row.kind === 'message'
      ? 'coalesce((SELECT m.hidden_at IS NOT NULL FROM message m WHERE m.room_id = target_room AND m.id = target_id), false)'
      : 'false'
  await query(
    `UPDATE mod_case SET state = 'DECIDED', outcome = $2, words = $3, decided_at = date_trunc('milliseconds', clock_timestamp()), decided_by = $4,
       assignee_id = NULL, lease_until = NULL, hidden = ${hidden} WHERE id = $1`,
    [row.id, outcome, wanted.reporterWords ?? null, byId],
  )
  const told = await query<{ id: string }>('UPDATE report SET outcome = $2, words = $3 WHERE case_id = $1 RETURNING id', [
    row.id,
    outcome,
    wanted.reporterWords ?? null,
  ])
  for (const { id } of told) await notify(query, { mod: { report: id } })
}

async function answer(query: Query, caseId: string, key: string) {
  return {
    case: toCase(await readCase(query, caseId)),
    actions: (await listActions(query, 'decision_key', key)).map(toActionDone),
  }
}
