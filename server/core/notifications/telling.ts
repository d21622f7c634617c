import type pg from 'pg'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob } from '#server/jobs/add.ts'
import { isQuiet } from './quiet.ts'
import { toSettings } from './settings.ts'

export const NOTIFY_LOOK = 'notify:look'
export const PUSH_ROOM = 'push:room'

/** Whoever reads a message within this time (ms) is not told of it. */
export const READ_WITHIN_MS = 3_000
/** What was written longer ago (ms) is told to nobody: it is found in the room. */
const OLD_MS = 10 * 60_000
const MESSAGES_MAX = 200
const ROOMS_MAX = 500

/** Whom a room's new messages are told to, and where: a person and the newest message for them, by each of their browsers. */
type Telling = { subscription_id: string; seq: number; direct: boolean } & Parameters<typeof toSettings>[0]

/**
 * Those who have not read a message, hear of it by the level of the room, and are reached somewhere. A message is for somebody
 * by the room's level: all of them; of `mentions` those with their name, a group of theirs, everybody or a keyword; a muted room
 * tells what `mentions` does, and `none` nothing. Nobody is told while they asked not to be disturbed [OF4].
 */
const TELLINGS = `
  WITH fresh AS (
    SELECT m.seq, m.author_id FROM message m
    WHERE m.room_id = $1 AND m.seq > $2 AND m.seq <= $3 AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND m.kind IS NULL
      AND m.created_at > now() - $4::int * interval '1 millisecond')
  SELECT p.id AS subscription_id, told.seq, told.direct, coalesce(ns.preview, true) AS preview, ns.quiet_from, ns.quiet_to,
    coalesce(ns.time_zone, 'UTC') AS time_zone
  FROM membership ms
  JOIN room r ON r.id = ms.room_id
  JOIN users u ON u.id = ms.user_id AND u.presence <> 'dnd' AND u.deactivated_at IS NULL
  CROSS JOIN LATERAL (
    SELECT max(f.seq) AS seq, r.kind = 'DIRECT' OR bool_or(mine.is) AS direct FROM fresh f
    CROSS JOIN LATERAL (
      SELECT EXISTS (SELECT 1 FROM mention n WHERE n.room_id = $1 AND n.seq = f.seq
          AND n.user_id IN (ms.user_id, '00000000-0000-0000-0000-000000000000'))
        OR EXISTS (SELECT 1 FROM keyword_hit k WHERE k.room_id = $1 AND k.seq = f.seq AND k.user_id = ms.user_id) AS is) mine
    WHERE f.seq > ms.read_seq AND f.seq > ms.joined_seq AND f.author_id <> ms.user_id AND (mine.is OR (ms.notify = 'all' AND NOT ms.muted))
      AND NOT EXISTS (SELECT 1 FROM person_mark pk WHERE pk.user_id = ms.user_id AND pk.other_id = f.author_id AND pk.kind <> 'none')) told
  JOIN push_subscription p ON p.user_id = ms.user_id
  JOIN session s ON s.id = p.session_id AND s.ended_at IS NULL AND s.expires_at > now()
  LEFT JOIN notify_settings ns ON ns.user_id = ms.user_id
  WHERE ms.room_id = $1 AND ms.left_at IS NULL AND ms.notify <> 'none' AND told.seq IS NOT NULL
    AND (r.parent_room_id IS NULL OR EXISTS (
      SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = ms.user_id AND pm.left_at IS NULL))`

/** Decides whom to tell of what was written, behind the commit: writing waits for none of it. */
export function createTelling(pool: pg.Pool, lookForKeywords: (roomId: string) => Promise<void>) {
  const query = queryOn(pool)

  async function lookAtSome(inside: Query, roomId: string): Promise<boolean> {
    const [head] = await inside<{ last_seq: number }>('SELECT last_seq FROM room_head WHERE room_id = $1', [roomId])
    if (!head) return false
    const [listener] = await inside(
      'SELECT 1 FROM membership ms JOIN push_subscription p ON p.user_id = ms.user_id WHERE ms.room_id = $1 AND ms.left_at IS NULL LIMIT 1',
      [roomId],
    )
    if (!listener) {
      await inside('DELETE FROM notify_cursor WHERE room_id = $1', [roomId])
      return false
    }
    // A room that somebody with a subscription entered lately begins here.
    await inside('INSERT INTO notify_cursor (room_id, seq) VALUES ($1, greatest(0, $2::int8 - $3)) ON CONFLICT DO NOTHING', [
      roomId,
      head.last_seq,
      MESSAGES_MAX,
    ])
    const [cursor] = await inside<{ seq: number }>('SELECT seq FROM notify_cursor WHERE room_id = $1 FOR UPDATE', [roomId])
    const from = cursor?.seq ?? 0
    const to = Math.min(head.last_seq, from + MESSAGES_MAX)
    if (to <= from) return false
    const tellings = await inside<Telling>(TELLINGS, [roomId, from, to, OLD_MS])
    const now = new Date()
    for (const telling of tellings) {
      if (isQuiet(toSettings(telling), now)) continue
      const { subscription_id: subscriptionId, seq, direct } = telling
      // One job a browser and room: a later message takes the place of one that is not told yet.
      await addJob(inside, {
        kind: PUSH_ROOM,
        key: `${subscriptionId} ${roomId}`,
        payload: { subscriptionId, roomId, seq, direct },
      })
    }
    await inside('UPDATE notify_cursor SET seq = $2 WHERE room_id = $1', [roomId, to])
    return to < head.last_seq
  }

  const planAll = async (roomIds: readonly string[]) => {
    // A name for each stretch of time: a room that is never still is looked through all the same.
    const stretch = Math.floor(Date.now() / READ_WITHIN_MS)
    const at = new Date(Date.now() + READ_WITHIN_MS)
    for (const roomId of roomIds) await addJob(query, { kind: NOTIFY_LOOK, key: `${roomId} ${stretch}`, payload: { roomId }, at })
  }

  return {
    /** Of these rooms, those that somebody who is reached is in are looked through soon. */
    async plan(roomIds: readonly string[]): Promise<void> {
      const rows = await query<{ id: string }>(
        `SELECT w.id FROM unnest($1::uuid[]) w (id) WHERE EXISTS (
           SELECT 1 FROM membership ms JOIN push_subscription p ON p.user_id = ms.user_id WHERE ms.room_id = w.id AND ms.left_at IS NULL)`,
        [[...roomIds]],
      )
      await planAll(rows.map((row) => row.id))
    },
    /** Rooms that were written in and not looked through: where a node was killed in between. */
    async planLate(): Promise<void> {
      const late = await query<{ room_id: string }>(
        'SELECT c.room_id FROM notify_cursor c JOIN room_head h ON h.room_id = c.room_id WHERE h.last_seq > c.seq LIMIT $1',
        [ROOMS_MAX],
      )
      await planAll(late.map((row) => row.room_id))
    },
    /** Looks through what is new in a room, each message once. */
    async look(roomId: string): Promise<void> {
      await lookForKeywords(roomId)
      while (await transaction(pool, (inside) => lookAtSome(inside, roomId))) {
        // The next ones.
      }
    },
  }
}

export type NotifyTelling = ReturnType<typeof createTelling>
