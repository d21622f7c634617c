import type pg from 'pg'
import { toCase } from '#server/core/cases/row.ts'
import { readCase } from '#server/core/cases/store.ts'
import { findOwnReport } from '#server/core/cases/view.ts'
import { findOwnAppeal } from '#server/core/decisions/appeals.ts'
import { findBulk } from '#server/core/decisions/bulk.ts'
import { readSanction } from '#server/core/standing/change.ts'
import { toSanction } from '#server/core/standing/row.ts'
import type { ModWake } from '#server/database/notify.ts'
import { queryOn } from '#server/database/transaction.ts'
import { type ChatServer, MODERATORS, personOf } from './types.ts'

/**
 * Tells this node's sockets what a commit somewhere says of moderation, as the database has it now: moderators of the installation, those of the
 * case's room, and nobody whom it is about [MO2, MO3].
 */
export function createModTeller(io: ChatServer, pool: pg.Pool) {
  const query = queryOn(pool)

  async function tellCase(id: string) {
    const row = await readCase(query, id)
    const governors = await query<{ user_id: string }>(
      `SELECT ms.user_id FROM membership ms JOIN room r ON r.id = ms.room_id
       WHERE ms.room_id = $1 AND ms.left_at IS NULL AND ms.role <> 'member' AND r.kind IN ('PUBLIC', 'PRIVATE')`,
      [row.law_room],
    )
    const names = [MODERATORS, ...governors.map(({ user_id }) => personOf(user_id))]
    io.local
      .to(names)
      .except(row.author_id ? [personOf(row.author_id)] : [])
      .emit('mod:case', { case: toCase(row) })
  }

  async function tellReport(id: string) {
    const found = await findOwnReport(query, id)
    if (found) io.local.to(personOf(found.userId)).emit('report:decided', { report: found.report })
  }

  async function tellSanction(id: string) {
    const row = await readSanction(query, id)
    const sanction = toSanction(row)
    const { byId: _by, caseId: _case, ...own } = sanction
    io.local.to(MODERATORS).except(personOf(row.user_id)).emit('mod:sanction', { sanction })
    io.local.to(personOf(row.user_id)).emit('standing:changed', { sanction: own })
  }

  async function tellAppeal(id: string) {
    const { userId, appeal } = await findOwnAppeal(query, id)
    io.local.to(personOf(userId)).emit('appeal:changed', { appeal })
  }

  async function tellBulk(id: string) {
    const bulk = await findBulk(query, id)
    if (bulk) io.local.to(personOf(bulk.byId)).emit('mod:bulk', { bulk })
  }

  return {
    async one(wake: ModWake): Promise<void> {
      if (wake.case) await tellCase(wake.case)
      if (wake.report) await tellReport(wake.report)
      if (wake.sanction) await tellSanction(wake.sanction)
      if (wake.appeal) await tellAppeal(wake.appeal)
      if (wake.bulk) await tellBulk(wake.bulk)
    },
    /** This node was deaf for a while. */
    again: () => io.local.emit('mod:again', {}),
  }
}

export type ModTeller = ReturnType<typeof createModTeller>
