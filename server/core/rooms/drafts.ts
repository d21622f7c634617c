import type pg from 'pg'
import type { User } from '#protocol/models.ts'
import { transaction } from '#server/database/transaction.ts'
import { requireMember } from './access.ts'
import { stampMembership } from './clocks.ts'

export type DraftWanted = {
  body: string
  /** `draftAt` of the draft this one was written over; null for none. Unset: nothing is compared. */
  seenAt?: string | null | undefined
  /** How long ago it was written, in milliseconds. */
  agoMs?: number | undefined
}
export type DraftTold = {
  /** False where nothing is kept: in a thread one does not follow. */
  stored: boolean
  draftAt?: string
  /** A draft of another device that this one was not written over: what it replaced, or what stays in its place. */
  other?: string
  /** That other one is the newer one, and stays. */
  isNewer?: true
}

/**
 * What this person began to write, on all their devices; empty removes it. Of two drafts that were written without knowing of
 * each other the newer one stays, and the other one is answered, so that nothing is lost [X1]. Refuses `not_found` and
 * `forbidden` to who is not a member.
 */
export async function setDraft(pool: pg.Pool, user: User, roomId: string, wanted: DraftWanted): Promise<DraftTold> {
  const { body, seenAt, agoMs = 0 } = wanted
  return transaction(pool, async (inside) => {
    await requireMember(inside, roomId, user)
    const [there] = await inside<{ draft: string | null; draft_at: Date | null; is_newer: boolean | null }>(
      `SELECT draft, draft_at, draft_at > clock_timestamp() - $3::int8 * interval '1 millisecond' AS is_newer
       FROM membership WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL FOR UPDATE`,
      [roomId, user.id, agoMs],
    )
    if (!there) return { stored: false }
    const stood = there.draft ?? ''
    const stoodAt = there.draft_at && stood ? there.draft_at.toISOString() : null
    const isUnseen = seenAt !== undefined && stood !== '' && stoodAt !== seenAt && stood !== body
    if (isUnseen && there.is_newer) return { stored: true, ...(stoodAt ? { draftAt: stoodAt } : {}), other: stood, isNewer: true }
    const other = isUnseen ? { other: stood } : {}
    if (stood === body) return { stored: true, ...(stoodAt ? { draftAt: stoodAt } : {}) }
    // Two writes in one millisecond would have one name.
    const [now] = await inside<{ draft_at: Date }>(
      `UPDATE membership SET draft = nullif($3, ''),
         draft_at = greatest(date_trunc('milliseconds', clock_timestamp()), draft_at + interval '1 millisecond')
       WHERE room_id = $1 AND user_id = $2 RETURNING draft_at`,
      [roomId, user.id, body],
    )
    await stampMembership(inside, roomId, user.id)
    return { stored: true, ...(now && body ? { draftAt: now.draft_at.toISOString() } : {}), ...other }
  })
}
