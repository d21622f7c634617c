import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { CASE_CONTEXT, CASE_LEASE_MS } from '#protocol/limits.ts'
import type { Message } from '#protocol/models.ts'
import type { ModCase } from '#protocol/moderation.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { audit } from '../audit/audit.ts'
import { readPage } from '../messages/read.ts'
import { findPower, may, type Power, requireRight } from '../policy/power.ts'
import { noSuchRoom } from '../rooms/access.ts'
import { keepEvidence, type ReportWanted } from './report.ts'
import { type CaseRow, NO_ROOM, noSuchCase, toCase } from './row.ts'
import { lockCase, lockCaseOf, maySee, noteEvent, readCase, requireFree } from './store.ts'
import { findTarget } from './target.ts'

type OfCase = { caseId: string; version: number }
const LEASE = `clock_timestamp() + interval '${CASE_LEASE_MS} milliseconds'`
const IS_OVER: ReadonlySet<string> = new Set(['DECIDED', 'MERGED'])

const ofCase = (power: Power, row: CaseRow) => ({
  by: power,
  kind: 'case' as const,
  id: row.id,
  userId: row.author_id,
  roomId: row.law_room,
})

/** What moderators do with a case short of deciding it. Each is one transaction: case, event and audit [AU1, MO3]. */
export function createCaseActs(pool: pg.Pool) {
  /** The case as it is after `work`, which is told what it was. */
  const inCase = (
    actor: Actor,
    { caseId, version }: OfCase,
    work: (inside: Query, power: Power, row: CaseRow) => Promise<void>,
  ) =>
    transaction(pool, async (inside): Promise<ModCase> => {
      const power = await findPower(inside, actor, true)
      const row = await lockCase(inside, power, caseId, version)
      if (IS_OVER.has(row.state)) throw new Refusal('conflict', 'This case is decided already.')
      await work(inside, power, row)
      return toCase(await readCase(inside, caseId))
    })

  return {
    /** Takes a case for ten minutes, or for ten more. Refuses `conflict` while somebody else has it. */
    claim: (actor: Actor, wanted: OfCase) =>
      inCase(actor, wanted, async (inside, power, row) => {
        await requireFree(inside, power, row)
        await inside(`UPDATE mod_case SET state = 'CLAIMED', assignee_id = $2, lease_until = ${LEASE} WHERE id = $1`, [
          row.id,
          power.id,
        ])
        await noteEvent(inside, row.id, power.id, 'claimed')
        await audit(inside, { ...ofCase(power, row), act: 'case:claim' })
      }),

    /** Gives a case back. Only who has it. */
    release: (actor: Actor, wanted: OfCase) =>
      inCase(actor, wanted, async (inside, power, row) => {
        if (row.state !== 'CLAIMED' || row.assignee_id !== power.id) throw new Refusal('conflict', 'You don’t have this case.')
        await inside(`UPDATE mod_case SET state = 'OPEN', assignee_id = NULL, lease_until = NULL WHERE id = $1`, [row.id])
        await noteEvent(inside, row.id, power.id, 'released')
        await audit(inside, { ...ofCase(power, row), act: 'case:release' })
      }),

    /** Puts a case before those who stand higher, with a note. */
    escalate: (actor: Actor, { note, ...wanted }: OfCase & { note: string }) =>
      inCase(actor, wanted, async (inside, power, row) => {
        await requireFree(inside, power, row)
        await inside(`UPDATE mod_case SET state = 'ESCALATED', assignee_id = NULL, lease_until = NULL WHERE id = $1`, [row.id])
        await noteEvent(inside, row.id, power.id, 'escalated', { note })
        await audit(inside, { ...ofCase(power, row), act: 'case:escalate', why: note })
      }),

    /** Leaves a note for the other moderators, which keeps the case for ten more minutes where one has it. */
    note: (actor: Actor, { note, ...wanted }: OfCase & { note: string }) =>
      inCase(actor, wanted, async (inside, power, row) => {
        await inside(
          `UPDATE mod_case SET lease_until = ${LEASE} WHERE id = $1 AND state = 'CLAIMED' AND assignee_id = $2 AND lease_until > clock_timestamp()`,
          [row.id, power.id],
        )
        await noteEvent(inside, row.id, power.id, 'noted', { note })
        await audit(inside, { ...ofCase(power, row), act: 'case:note', why: note })
      }),

    /** Makes a case part of another one: its reports and those to come are that one's. */
    merge: (actor: Actor, { into, ...wanted }: OfCase & { into: string }) =>
      inCase(actor, wanted, async (inside, power, row) => {
        await requireFree(inside, power, row)
        if (into === row.id)
          throw new Refusal('invalid', 'A case is not merged with itself.', { fields: { into: 'is the same' } })
        const heir = await lockCase(inside, power, into, null)
        if (IS_OVER.has(heir.state)) throw new Refusal('conflict', 'That case is decided already.')
        await inside(
          `UPDATE report r SET case_id = $2 WHERE case_id = $1
             AND NOT EXISTS (SELECT 1 FROM report o WHERE o.case_id = $2 AND o.reporter_id = r.reporter_id)`,
          [row.id, heir.id],
        )
        await inside(
          `UPDATE mod_case SET score = score + $2, last_at = greatest(last_at, $3),
             reports = (SELECT count(*) FROM report WHERE case_id = $1),
             reasons = (SELECT coalesce(array_agg(DISTINCT x), '{}') FROM unnest(reasons || $4::text[]) x) WHERE id = $1`,
          [heir.id, row.score, row.last_at, row.reasons],
        )
        await inside(
          `UPDATE mod_case SET state = 'MERGED', merged_into = $2, assignee_id = NULL WHERE id = $1 OR merged_into = $1`,
          [row.id, heir.id],
        )
        await noteEvent(inside, row.id, power.id, 'merged', { into: heir.id })
        await noteEvent(inside, heir.id, power.id, 'took', { from: row.id })
        await audit(inside, { ...ofCase(power, row), act: 'case:merge', after: { into: heir.id } })
      }),

    /** Opens a case about something that nobody reported. Who opened it may decide it. */
    open: (actor: Actor, { target: named, reason, note }: ReportWanted): Promise<ModCase> =>
      transaction(pool, async (inside) => {
        const power = await findPower(inside, actor, true)
        const target = await findTarget(inside, named)
        if (!target || !may(power, 'open', target.lawRoom)) throw new Refusal('not_found', 'There is no such thing.')
        if (target.authorId === power.id) throw new Refusal('forbidden', 'Nobody acts on themselves.')
        const row = await lockCaseOf(inside, target, 'moderator')
        await keepEvidence(inside, row.id, target)
        await inside(
          `UPDATE mod_case SET state = CASE WHEN state = 'DECIDED' THEN 'OPEN' ELSE state END, last_at = clock_timestamp(),
             reasons = CASE WHEN $2 = ANY (reasons) THEN reasons ELSE reasons || $2 END WHERE id = $1`,
          [row.id, reason],
        )
        await noteEvent(inside, row.id, power.id, 'opened', { reason, ...(note ? { note } : {}) })
        await audit(inside, { ...ofCase(power, row), act: 'case:open', why: note ?? reason })
        return toCase(await readCase(inside, row.id))
      }),

    /** Ten messages on each side of the one that a case is about, wherever it stands; who looked is audited [MO5]. */
    context: (actor: Actor, caseId: string): Promise<{ messages: Message[] }> =>
      transaction(pool, async (inside) => {
        const power = await findPower(inside, actor)
        const row = await readCase(inside, caseId)
        if (!maySee(power, row)) throw noSuchCase()
        const [at] = await inside<{ seq: number }>('SELECT seq FROM message WHERE room_id = $1 AND id = $2', [
          row.target_room,
          row.target_id,
        ])
        if (row.kind !== 'message' || !at) throw new Refusal('conflict', 'This case is about no message.')
        const { messages } = await readPage(inside, row.target_room, NO_ROOM, { around: at.seq, limit: 2 * CASE_CONTEXT + 1 })
        await audit(inside, { ...ofCase(power, row), act: 'case:context' })
        return { messages }
      }),

    /** A page of any room, for a reason that is audited [MO5]. Refuses `forbidden` to others than the installation's moderators. */
    look: (actor: Actor, { roomId, before, why }: { roomId: string; before?: number | undefined; why: string }) =>
      transaction(pool, async (inside): Promise<{ messages: Message[] }> => {
        const power = await findPower(inside, actor)
        requireRight(power, 'look')
        const [room] = await inside('SELECT 1 FROM room WHERE id = $1', [roomId])
        if (!room) throw noSuchRoom()
        const { messages } = await readPage(inside, roomId, NO_ROOM, { before })
        await audit(inside, { by: power, act: 'room:look', kind: 'room', id: roomId, roomId, why })
        return { messages }
      }),
  }
}

export type CaseActs = ReturnType<typeof createCaseActs>
