import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Keywords } from '#protocol/later.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { addJob } from '#server/jobs/add.ts'
import { stampMembership } from '../rooms/clocks.ts'
import { stampPerson } from './own.ts'
import { createFinder, readKeyword } from './words.ts'

export const KEYWORDS_LOOK = 'keywords:look'
const MESSAGES_MAX = 200
const ROOMS_MAX = 500

/** Members of a room (`$1`; a thread's followers who are in its parent) who have keywords (`k`). */
const LISTENERS = `
  FROM membership ms JOIN room r ON r.id = ms.room_id JOIN keywords k ON k.user_id = ms.user_id AND cardinality(k.words) > 0
  WHERE ms.room_id = $1 AND ms.left_at IS NULL AND (r.parent_room_id IS NULL OR EXISTS (
    SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = ms.user_id AND pm.left_at IS NULL))`

type Written = { seq: number; author_id: string; body: string; created_at: Date }
type Listener = { user_id: string; words: string[]; since: Date; joined_seq: number }

/** Words about which people want to hear. Rooms are looked through by jobs, after the commit: writing waits for none of it [T7]. */
export function createKeywords(pool: pg.Pool) {
  const query = queryOn(pool)

  /** The next messages of a room that nobody looked through yet. */
  async function lookAtSome(inside: Query, roomId: string): Promise<boolean> {
    const listeners = await inside<Listener>(`SELECT ms.user_id, k.words, k.since, ms.joined_seq ${LISTENERS}`, [roomId])
    if (listeners.length === 0) {
      await inside('DELETE FROM keyword_cursor WHERE room_id = $1', [roomId])
      return false
    }
    // A room that somebody with keywords entered lately begins where the first of them could read something new.
    await inside('INSERT INTO keyword_cursor (room_id, seq) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      roomId,
      Math.min(...listeners.map((listener) => listener.joined_seq)),
    ])
    const [cursor] = await inside<{ seq: number }>('SELECT seq FROM keyword_cursor WHERE room_id = $1 FOR UPDATE', [roomId])
    const since = new Date(Math.min(...listeners.map((listener) => listener.since.getTime())))
    const written = await inside<Written>(
      `SELECT seq, author_id, CASE WHEN deleted_at IS NULL AND hidden_at IS NULL AND kind IS NULL THEN body ELSE '' END AS body, created_at
       FROM message WHERE room_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
      [roomId, cursor?.seq ?? 0, MESSAGES_MAX],
    )
    const last = written.at(-1)
    if (!last) return false
    const find = createFinder([...new Set(listeners.flatMap((listener) => listener.words))])
    const hits = written
      .filter((message) => message.created_at >= since)
      .flatMap((message) => {
        const found = find(message.body)
        if (found.size === 0) return []
        return listeners.flatMap((listener) => {
          const word = wantsToHear(listener, message) && listener.words.find((own) => found.has(own))
          return word ? [{ userId: listener.user_id, seq: message.seq, word }] : []
        })
      })
    await inside('UPDATE keyword_cursor SET seq = $2 WHERE room_id = $1', [roomId, last.seq])
    if (hits.length > 0) await tell(inside, roomId, hits)
    return written.length === MESSAGES_MAX
  }

  async function tell(inside: Query, roomId: string, hits: { userId: string; seq: number; word: string }[]) {
    const rows = await inside<{ user_id: string }>(
      // What mentions somebody, by name, in a group or with everybody, is told already.
      `INSERT INTO keyword_hit (user_id, room_id, seq, word) SELECT h.user_id, $1, h.seq, h.word
       FROM unnest($2::uuid[], $3::int8[], $4::text[]) h (user_id, seq, word)
       WHERE NOT EXISTS (SELECT 1 FROM mention n WHERE n.room_id = $1 AND n.seq = h.seq
         AND n.user_id IN (h.user_id, '00000000-0000-0000-0000-000000000000')) ON CONFLICT DO NOTHING RETURNING user_id`,
      [roomId, hits.map((hit) => hit.userId), hits.map((hit) => hit.seq), hits.map((hit) => hit.word)],
    )
    for (const userId of [...new Set(rows.map((row) => row.user_id))].sort()) await stampMembership(inside, roomId, userId)
  }

  const planAll = async (roomIds: readonly string[]) => {
    for (const roomId of roomIds) await addJob(query, { kind: KEYWORDS_LOOK, key: roomId, payload: { roomId } })
  }

  /** Of these rooms, those that somebody with keywords is in are looked through soon. */
  const plan = async (roomIds: readonly string[]) => {
    const rows = await query<{ id: string }>(
      `SELECT w.id FROM unnest($1::uuid[]) w (id) WHERE EXISTS (
         SELECT 1 FROM membership ms JOIN keywords k ON k.user_id = ms.user_id AND cardinality(k.words) > 0
         WHERE ms.room_id = w.id AND ms.left_at IS NULL)`,
      [[...roomIds]],
    )
    await planAll(rows.map((row) => row.id))
  }

  return {
    /** Replaces a person's list; what was written before is not looked at. Refuses `invalid` for what holds no word. */
    set: (userId: string, wanted: readonly string[]): Promise<Keywords> => {
      const words = [...new Set(wanted.map(requireKeyword))]
      return transaction(pool, async (inside) => {
        // Its rooms are looked through from here on: what waits to be looked at was written before.
        await inside(
          `INSERT INTO keyword_cursor (room_id, seq) SELECT h.room_id, h.last_seq FROM membership ms JOIN room_head h ON h.room_id = ms.room_id
           WHERE ms.user_id = $1 AND ms.left_at IS NULL ORDER BY h.room_id ON CONFLICT DO NOTHING`,
          [userId],
        )
        const meRev = await stampPerson(inside, userId)
        await inside(
          `INSERT INTO keywords AS k (user_id, words, since, me_rev) VALUES ($1, $2, clock_timestamp(), $3)
           ON CONFLICT (user_id) DO UPDATE SET words = excluded.words, me_rev = excluded.me_rev,
             since = CASE WHEN cardinality(k.words) = 0 THEN excluded.since ELSE k.since END`,
          [userId, words, meRev],
        )
        return { words, meRev }
      })
    },

    plan,

    /** Rooms that were written in and not looked through: where a node was killed in between. */
    async planLate(): Promise<void> {
      const late = await query<{ room_id: string }>(
        'SELECT c.room_id FROM keyword_cursor c JOIN room_head h ON h.room_id = c.room_id WHERE h.last_seq > c.seq LIMIT $1',
        [ROOMS_MAX],
      )
      await planAll(late.map((row) => row.room_id))
    },

    /** Looks through what is new in a room, each message once. */
    async look(roomId: string): Promise<void> {
      while (await transaction(pool, (inside) => lookAtSome(inside, roomId))) {
        // The next ones.
      }
    },
  }
}

export type KeywordAlerts = ReturnType<typeof createKeywords>

/** What they wrote themselves is no news. */
const wantsToHear = ({ user_id, since, joined_seq }: Listener, message: Written) =>
  message.author_id !== user_id && message.seq > joined_seq && message.created_at >= since

function requireKeyword(text: string): string {
  const word = readKeyword(text)
  if (word === null)
    throw new Refusal('invalid', `“${text}” is too short: a keyword has at least two letters or digits.`, {
      fields: { words: 'too short' },
    })
  return word
}
