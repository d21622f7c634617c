import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { BULK_MAX } from '#protocol/limits.ts'
import type { Bulk, BulkItem } from '#protocol/moderation.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob } from '#server/jobs/add.ts'
import { defineJob, type JobKind } from '#server/jobs/job.ts'
import type { Actor } from '../actor.ts'
import { audit } from '../audit/audit.ts'
import { keepEvidence } from '../cases/report.ts'
import { lockCaseOf, noteEvent } from '../cases/store.ts'
import { findTarget } from '../cases/target.ts'
import { createPeople } from '../people/people.ts'
import { findPower, requireRight } from '../policy/power.ts'
import { type Decision, decide } from './decide.ts'

export const MOD_BULK = 'mod:bulk'
export type BulkWanted = Decision & {
  key: string
  caseIds?: string[] | undefined
  by?: { authorId: string; hours: number } | undefined
}

const COLUMNS = `b.id, b.by_id, b.at, b.ended_at, (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id)::int AS total,
  (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.state = 'done')::int AS done,
  (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.state = 'failed')::int AS failed FROM bulk b`
type Row = { id: string; by_id: string; at: Date; ended_at: Date | null; total: number; done: number; failed: number }
const toBulk = ({ by_id, at, ended_at, ...row }: Row): Bulk => ({
  ...row,
  byId: by_id,
  at: at.toISOString(),
  ...(ended_at ? { endedAt: ended_at.toISOString() } : {}),
})

export async function findBulk(query: Query, id: string): Promise<Bulk | null> {
  const [row] = await query<Row>(`SELECT ${COLUMNS} WHERE b.id = $1`, [id])
  return row ? toBulk(row) : null
}

/**
 * Has many cases decided alike, one after the other, each in a transaction of its own: what one comes to changes nothing for the
 * next, and a restart goes on where it was [MO9]. Asked again under its key it answers how far it is. Refuses `forbidden`.
 */
export const startBulk = (pool: pg.Pool, actor: Actor, { key, caseIds, by, ...decision }: BulkWanted): Promise<Bulk> =>
  transaction(pool, async (query) => {
    const power = await findPower(query, actor, true)
    requireRight(power, 'bulk')
    const known = await findBulk(query, key)
    if (known) {
      if (known.byId === power.id) return known
      throw new Refusal('conflict', 'This was asked before by somebody else.', { fields: { key: 'is used' } })
    }
    await query('INSERT INTO bulk (id, by_id, address, decision) VALUES ($1, $2, $3, $4)', [
      ...[key, power.id, power.address ?? null, JSON.stringify(decision)],
    ])
    const items = caseIds
      ? [...new Set(caseIds)].map((caseId) => ({ caseId, roomId: null, id: null }))
      : await writtenBy(query, by)
    for (const [ord, item] of items.entries())
      await query('INSERT INTO bulk_item (bulk_id, ord, key, case_id, room_id, message_id) VALUES ($1, $2, $3, $4, $5, $6)', [
        ...[key, ord, randomUUID(), item.caseId, item.roomId, item.id],
      ])
    await addJob(query, { kind: MOD_BULK, key, payload: { id: key } })
    await audit(query, {
      by: power,
      act: 'case:bulk',
      userId: by?.authorId ?? null,
      after: { total: items.length, ...decision },
      why: decision.note,
    })
    const made = await findBulk(query, key)
    if (!made) throw new Error('a bulk act was not stored')
    return made
  })

/** What somebody wrote in the last hours, as the search index lists it: what is deleted is not in it. */
async function writtenBy(query: Query, by: BulkWanted['by']) {
  if (!by) return []
  return query<{ caseId: null; roomId: string; id: string }>(
    `SELECT NULL AS "caseId", m.room_id AS "roomId", m.id FROM search_message s JOIN message m ON m.room_id = s.room_id AND m.seq = s.seq
     WHERE s.created_at > now() - make_interval(hours => $2) AND s.author_id = $1 ORDER BY s.created_at DESC LIMIT $3`,
    [by.authorId, by.hours, BULK_MAX],
  )
}

/** One's own, with what each item came to. Refuses `not_found` for another's. */
export async function readBulk(query: Query, userId: string, id: string): Promise<{ bulk: Bulk; items: BulkItem[] }> {
  const found = await findBulk(query, id)
  if (!found || found.byId !== userId) throw new Refusal('not_found', 'There is no such act.')
  const rows = await query<{
    case_id: string | null
    message_id: string | null
    state: BulkItem['state']
    code: string | null
    message: string | null
  }>('SELECT case_id, message_id, state, code, message FROM bulk_item WHERE bulk_id = $1 ORDER BY ord', [id])
  return {
    bulk: found,
    items: rows.map((row) => ({
      ...(row.case_id ? { caseId: row.case_id } : {}),
      ...(row.message_id ? { targetId: row.message_id } : {}),
      state: row.state,
      ...(row.code ? { code: row.code } : {}),
      ...(row.message ? { message: row.message } : {}),
    })),
  }
}

type Item = { ord: number; key: string; case_id: string | null; room_id: string | null; message_id: string | null }

/** Goes on with one, from the first item that waits. */
export const bulkJob = (pool: pg.Pool): JobKind =>
  defineJob({
    kind: MOD_BULK,
    payload: z.object({ id: z.uuid() }),
    concurrency: 2,
    attempts: 1_000,
    timeoutMs: 600_000,
    pauseMaxMs: 10_000,
    async handle({ id }, { signal }) {
      const query = queryOn(pool)
      const [bulk] = await query<{ by_id: string; address: string | null; decision: Decision }>(
        'SELECT by_id, address, decision FROM bulk WHERE id = $1',
        [id],
      )
      const [user] = await createPeople(query).get([bulk?.by_id ?? id])
      if (!bulk || !user) return
      const actor: Actor = { user, sessionId: null, ...(bulk.address ? { address: bulk.address } : {}) }
      for (;;) {
        if (signal.aborted) return
        const [item] = await query<Item>(
          "SELECT ord, key, case_id, room_id, message_id FROM bulk_item WHERE bulk_id = $1 AND state = 'waiting' ORDER BY ord LIMIT 1",
          [id],
        )
        if (!item) break
        await write(query, id, item.ord, await work(pool, actor, bulk.decision, item))
      }
      await query('UPDATE bulk SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [id])
      await notify(query, { mod: { bulk: id } })
    },
  })

/** Decides one; what is refused for good is its result, what passes is tried again with the whole job. */
async function work(pool: pg.Pool, actor: Actor, decision: Decision, item: Item): Promise<Refusal | null> {
  try {
    const caseId = item.case_id ?? (await openFor(pool, actor, item))
    await decide(pool, actor, { ...decision, caseId, version: null, key: item.key })
    return null
  } catch (error) {
    if (error instanceof Refusal && !isRetried(error.code)) return error
    throw error
  }
}

const write = (query: Query, id: string, ord: number, refusal: Refusal | null) =>
  query(
    `WITH put AS (UPDATE bulk_item SET state = $3, code = $4, message = $5 WHERE bulk_id = $1 AND ord = $2)
     SELECT pg_notify('parley', json_build_object('mod', json_build_object('bulk', $1::uuid))::text)`,
    [id, ord, refusal ? 'failed' : 'done', refusal?.code ?? null, refusal?.message ?? null],
  )

/** The case of a message that nobody reported. */
const openFor = (pool: pg.Pool, actor: Actor, { room_id, message_id }: Item): Promise<string> =>
  transaction(pool, async (query) => {
    const target = room_id && message_id ? await findTarget(query, { kind: 'message', roomId: room_id, id: message_id }) : null
    if (!target) throw new Refusal('not_found', 'This message is not there any more.')
    const row = await lockCaseOf(query, target, 'moderator')
    await keepEvidence(query, row.id, target)
    await noteEvent(query, row.id, actor.user.id, 'opened', {})
    return row.id
  })
