import { notify } from '#server/database/notify.ts'
import type { Query } from '#server/database/transaction.ts'
import { stampMembership, stampRoom } from '../rooms/clocks.ts'
import { addMembers, removeMember } from '../rooms/membership.ts'

/** What somebody was in a room and its threads, and who governed the room. */
export type Membership = { rows: unknown[]; governors: { userId: string; role: string }[] }
export type Profile = { display_name: string; avatar_url: string | null; status_text: string | null }

const governorsOf = async (query: Query, roomId: string) =>
  query<{ userId: string; role: string }>(
    `SELECT user_id AS "userId", role FROM membership WHERE room_id = $1 AND left_at IS NULL AND role <> 'member' ORDER BY user_id`,
    [roomId],
  )

/** Takes somebody out of a room, under its lock, and answers what they were there. Null when they were not in it. */
export async function takeOut(
  query: Query,
  roomId: string,
  userId: string,
  reason: 'kicked' | 'banned',
): Promise<Membership | null> {
  const rows = await query<{ row: unknown }>(
    `SELECT to_jsonb(ms) AS row FROM membership ms JOIN room r ON r.id = ms.room_id
     WHERE ms.user_id = $2 AND ms.left_at IS NULL AND (r.id = $1 OR r.parent_room_id = $1) ORDER BY ms.room_id`,
    [roomId, userId],
  )
  const governors = await governorsOf(query, roomId)
  if (!(await removeMember(query, roomId, userId, reason))) return null
  return { rows: rows.map(({ row }) => row), governors }
}

/** Puts somebody back as they were. False when they are in the room again by now. */
export async function letIn(query: Query, roomId: string, userId: string, was: Membership): Promise<boolean> {
  if ((await addMembers(query, roomId, [userId])) === 0) return false
  await query(
    `UPDATE membership ms SET role = k.role, notify = k.notify, notify_own = k.notify_own, muted = k.muted, favourite = k.favourite,
       section_id = k.section_id, position = k.position, read_seq = k.read_seq, shown_read_seq = k.shown_read_seq,
       delivered_seq = k.delivered_seq, joined_at = k.joined_at, joined_seq = k.joined_seq, draft = k.draft, draft_at = k.draft_at,
       left_at = NULL, left_reason = NULL
     FROM jsonb_populate_recordset(NULL::membership, $1::jsonb) k WHERE ms.room_id = k.room_id AND ms.user_id = k.user_id`,
    [JSON.stringify(was.rows)],
  )
  // Whoever became owner because the last one was taken out.
  for (const now of await governorsOf(query, roomId)) {
    const before = was.governors.find((one) => one.userId === now.userId)
    if (now.userId === userId || before?.role === now.role || now.role !== 'owner') continue
    await query('UPDATE membership SET role = $3::room_role WHERE room_id = $1 AND user_id = $2', [
      roomId,
      now.userId,
      before?.role ?? 'member',
    ])
    await stampMembership(query, roomId, now.userId)
  }
  for (const row of was.rows as { room_id: string }[]) await stampMembership(query, row.room_id, userId)
  await stampRoom(query, roomId)
  return true
}

/** Takes away what somebody shows of themselves: name, picture and status. Answers what it was. */
export async function resetProfile(query: Query, userId: string): Promise<Profile> {
  const [was] = await query<Profile>('SELECT display_name, avatar_url, status_text FROM users WHERE id = $1 FOR NO KEY UPDATE', [
    userId,
  ])
  if (!was) throw new Error('a person was gone')
  await query('UPDATE users SET display_name = username, avatar_url = NULL, status_text = NULL WHERE id = $1', [userId])
  await tell(query, userId)
  return was
}

export async function putProfile(query: Query, userId: string, was: Profile): Promise<void> {
  await query('UPDATE users SET display_name = $2, avatar_url = $3, status_text = $4 WHERE id = $1', [
    userId,
    was.display_name,
    was.avatar_url,
    was.status_text,
  ])
  await tell(query, userId)
}

async function tell(query: Query, userId: string): Promise<void> {
  await query('UPDATE user_head SET me_rev = me_rev + 1 WHERE user_id = $1', [userId])
  await notify(query, { person: userId })
}
