import type pg from 'pg'
import { createRandom } from '#prisma/community/random.ts'
import { write, zipf } from './words.ts'

const DAYS = 730
const DAY_MS = 86_400_000
const PORTION = 10_000
const ROOMS = 2_000
/** Three rooms of five are public. */
const isPublic = (i: number) => i % 5 < 3

export type Seeded = { roomIds: string[]; publicIds: string[]; privateIds: string[] }

/**
 * Writes `n` messages of two years by these people into 2,000 rooms, some large and most small, straight into the tables:
 * the same ones each time.
 */
export async function seedHistory(pool: pg.Pool, n: number, peopleIds: readonly string[]): Promise<Seeded> {
  const random = createRandom(20_261_126)
  const roomIds = Array.from({ length: ROOMS }, () => random.uuid())
  const kinds = roomIds.map((_, i) => (isPublic(i) ? 'PUBLIC' : 'PRIVATE'))
  await pool.query(
    `INSERT INTO room (id, kind, name, name_key, created_by, member_count)
     SELECT id, kind::room_kind, 'room ' || ord, 'room ' || ord, $3, 0
     FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY r (id, kind, ord)`,
    [roomIds, kinds, peopleIds[0]],
  )
  const seqs = new Array<number>(ROOMS).fill(0)
  const start = Date.UTC(2026, 10, 26) - DAYS * DAY_MS
  for (let from = 0; from < n; from += PORTION) {
    const rows = {
      id: [] as string[],
      room: [] as string[],
      seq: [] as number[],
      author: [] as string[],
      body: [] as string[],
      at: [] as string[],
    }
    for (let i = from; i < Math.min(n, from + PORTION); i++) {
      const at = start + Math.floor((i / n) * DAYS * DAY_MS)
      const room = zipf(random, ROOMS)
      rows.id.push(random.uuid(at))
      rows.room.push(roomIds[room]!)
      rows.seq.push(++seqs[room]!)
      rows.author.push(peopleIds[zipf(random, peopleIds.length)]!)
      rows.body.push(write(random))
      rows.at.push(new Date(at).toISOString())
    }
    await pool.query(
      `INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT id, room, seq, seq, author, body, at, '{}'
       FROM unnest($1::uuid[], $2::uuid[], $3::int8[], $4::uuid[], $5::text[], $6::timestamptz[]) m (id, room, seq, author, body, at)`,
      [rows.id, rows.room, rows.seq, rows.author, rows.body, rows.at],
    )
  }
  await pool.query(
    `INSERT INTO room_head (room_id, last_seq, rev, last_at)
     SELECT r.id, s, s, now() FROM unnest($1::uuid[], $2::int8[]) r (id, s)`,
    [roomIds, seqs],
  )
  await pool.query('ANALYZE')
  return {
    roomIds,
    publicIds: roomIds.filter((_, i) => isPublic(i)),
    privateIds: roomIds.filter((_, i) => !isPublic(i)),
  }
}
