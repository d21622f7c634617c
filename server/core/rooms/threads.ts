import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { findAccess, noSuchRoom } from './access.ts'
import { stampMembership } from './clocks.ts'

/**
 * The thread of a message, found or made; it shows on the message from its first reply. Refuses `not_found`, and
 * `invalid` for a message of a thread: threads have no threads.
 */
export async function openThread(pool: pg.Pool, user: User, roomId: string, messageId: string): Promise<string> {
  const query = queryOn(pool)
  const access = await findAccess(query, roomId, user)
  if (!access) throw noSuchRoom()
  if (access.kind === 'THREAD')
    throw new Refusal('invalid', 'A thread can’t have threads of its own.', { fields: { roomId: 'is a thread' } })
  const [there] = await query<{ id: string }>('SELECT id FROM room WHERE parent_room_id = $1 AND parent_message_id = $2', [
    roomId,
    messageId,
  ])
  if (there) return there.id
  if (access.role === null) throw new Refusal('forbidden', 'Join the room first.')
  return transaction(pool, async (inside) => {
    const [message] = await inside<{ deleted: boolean }>(
      'SELECT deleted_at IS NOT NULL AS deleted FROM message WHERE room_id = $1 AND id = $2',
      [roomId, messageId],
    )
    if (!message) throw new Refusal('not_found', 'There is no such message.')
    if (message.deleted) throw new Refusal('conflict', 'This message was deleted.')
    const made = await inside<{ id: string }>(
      `INSERT INTO room (id, kind, created_by, parent_room_id, parent_message_id) VALUES ($1, 'THREAD', $2, $3, $4)
       ON CONFLICT (parent_room_id, parent_message_id) DO NOTHING RETURNING id`,
      [uuidv7(), user.id, roomId, messageId],
    )
    const [row] = made
    if (row) {
      await inside('INSERT INTO room_head (room_id) VALUES ($1)', [row.id])
      return row.id
    }
    // Somebody else made it while this waited for the unique index.
    const [other] = await inside<{ id: string }>('SELECT id FROM room WHERE parent_room_id = $1 AND parent_message_id = $2', [
      roomId,
      messageId,
    ])
    if (!other) throw new Error('a thread was neither made nor found')
    return other.id
  })
}

/**
 * Who of them is in the thread's room, and stays there until this transaction ends: a leaving that is under way is waited for, one
 * that comes later ends the following too [D2].
 */
async function inRoomOf(query: Query, threadId: string, userIds: readonly string[]): Promise<string[]> {
  const rows = await query<{ user_id: string }>(
    `SELECT p.user_id FROM membership p JOIN room t ON t.parent_room_id = p.room_id
     WHERE t.id = $1 AND p.user_id = ANY ($2) AND p.left_at IS NULL ORDER BY p.user_id FOR SHARE OF p`,
    [threadId, userIds],
  )
  return rows.map((row) => row.user_id)
}

/**
 * Has people follow or unfollow a thread: it only adds unread. Following again changes nothing, and who is not in its room follows
 * nothing. Locks as every writer does [W1].
 */
export async function setFollowing(query: Query, threadId: string, userIds: readonly string[], on: boolean): Promise<void> {
  const changed: string[] = []
  const due = on ? await inRoomOf(query, threadId, userIds) : [...userIds].sort()
  for (const userId of due) {
    const rows = on
      ? await query(
          `INSERT INTO membership AS ms (room_id, user_id, read_seq, shown_read_seq, delivered_seq)
           SELECT h.room_id, $2, h.last_seq, h.last_seq, h.last_seq FROM room_head h WHERE h.room_id = $1
           ON CONFLICT (room_id, user_id) DO UPDATE
             SET left_at = NULL, left_reason = NULL, joined_at = now(), read_seq = excluded.read_seq WHERE ms.left_at IS NOT NULL
           RETURNING 1`,
          [threadId, userId],
        )
      : await query(
          `UPDATE membership SET left_at = now(), left_reason = 'left', draft = NULL WHERE room_id = $1 AND user_id = $2 AND left_at IS NULL RETURNING 1`,
          [threadId, userId],
        )
    if (rows.length > 0) changed.push(userId)
  }
  for (const userId of changed) await stampMembership(query, threadId, userId)
}

/** Kind of room never changes, so it is asked once, however many write in it at that moment. */
const threads = new WeakMap<pg.Pool, Map<string, Promise<boolean>>>()
const KNOWN_MAX = 50_000

function isThread(pool: pg.Pool, roomId: string): Promise<boolean> {
  const known = threads.get(pool) ?? new Map<string, Promise<boolean>>()
  threads.set(pool, known)
  const told = known.get(roomId)
  if (told) return told
  if (known.size >= KNOWN_MAX) known.clear()
  const asked = queryOn(pool)<{ kind: string }>('SELECT kind FROM room WHERE id = $1', [roomId]).then(
    ([row]) => {
      if (!row) known.delete(roomId)
      return row?.kind === 'THREAD'
    },
    (error) => {
      known.delete(roomId)
      throw error
    },
  )
  known.set(roomId, asked)
  return asked
}

/** Whoever replies in a thread follows it, and so do those it mentions, alone or with a group, and the author of its message. Nothing in other rooms. */
export async function followForReply(
  pool: pg.Pool,
  roomId: string,
  userId: string,
  mentioned: { userIds: string[]; groupIds: string[] },
): Promise<void> {
  if (!(await isThread(pool, roomId))) return
  const wanted = await queryOn(pool)<{ user_id: string }>(
    `SELECT DISTINCT w.user_id FROM room r
     JOIN message m ON m.room_id = r.parent_room_id AND m.id = r.parent_message_id
     JOIN room_head h ON h.room_id = r.id
     CROSS JOIN LATERAL unnest($2::uuid[] || CASE WHEN h.last_seq = 0 THEN ARRAY[m.author_id] ELSE '{}'::uuid[] END
       || ARRAY(SELECT g.user_id FROM user_group_member g WHERE g.group_id = ANY ($4))) w (user_id)
     JOIN membership p ON p.room_id = r.parent_room_id AND p.user_id = w.user_id AND p.left_at IS NULL
     JOIN membership me ON me.room_id = r.parent_room_id AND me.user_id = $3 AND me.left_at IS NULL
     LEFT JOIN membership f ON f.room_id = r.id AND f.user_id = w.user_id
     WHERE r.id = $1 AND (f.user_id IS NULL OR f.left_at IS NOT NULL) ORDER BY 1`,
    [roomId, [userId, ...mentioned.userIds], userId, mentioned.groupIds],
  )
  if (wanted.length === 0) return
  await transaction(pool, (query) =>
    setFollowing(
      query,
      roomId,
      wanted.map((row) => row.user_id),
      true,
    ),
  )
}
