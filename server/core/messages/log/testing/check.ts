import { expect } from 'vitest'
import type { TestDatabase } from '#server/testing/database.ts'
import type { Stressed } from './stress.ts'

/** Compares what the writers were told with what is stored. Every list that should be empty is shown when it is not. */
export async function checkStressed(database: TestDatabase, told: Stressed) {
  const list = async (text: string) => (await database.pool.query(text)).rows

  expect(
    await list(`SELECT h.room_id, h.last_seq, count(m.seq), max(m.seq) FROM room_head h LEFT JOIN message m USING (room_id)
      GROUP BY h.room_id, h.last_seq HAVING count(m.seq) <> h.last_seq OR coalesce(max(m.seq), 0) <> h.last_seq`),
    'seq runs 1 to n without holes in every room, and the head has the last',
  ).toEqual([])
  expect(
    await list(`SELECT h.room_id, h.rev, count(l.rev), max(l.rev) FROM room_head h LEFT JOIN rev_log l USING (room_id)
      GROUP BY h.room_id, h.rev HAVING count(l.rev) <> h.rev OR coalesce(max(l.rev), 0) <> h.rev`),
    'every rev was given out once, none was skipped, and the head has the last',
  ).toEqual([])
  expect(
    await list(`SELECT h.room_id FROM room_head h JOIN room r ON r.id = h.room_id
      WHERE h.rev <> greatest(r.rev, (SELECT max(m.rev) FROM message m WHERE m.room_id = r.id))`),
    'the head is the greatest rev among the rows of its room',
  ).toEqual([])
  expect(
    await list(`SELECT h.room_id, h.deleted FROM room_head h LEFT JOIN message m ON m.room_id = h.room_id AND m.deleted_at IS NOT NULL
      GROUP BY h.room_id, h.deleted HAVING count(m.id) <> h.deleted`),
    'heads count the tombstones',
  ).toEqual([])
  expect(
    await list(`SELECT m.id, m.confirm_count, count(c.user_id) FROM message m
      LEFT JOIN confirmation c ON c.room_id = m.room_id AND c.message_id = m.id
      GROUP BY m.room_id, m.id HAVING coalesce(m.confirm_count, 0) <> count(c.user_id)`),
    'every confirmation is counted once, and none is left of a deleted message',
  ).toEqual([])
  expect(await list('SELECT FROM confirmation LIMIT 1'), 'something was confirmed').toHaveLength(1)
  expect(
    await list(`SELECT * FROM (
        SELECT room_id, seq, created_at, lag(created_at) OVER (PARTITION BY room_id ORDER BY seq) AS before FROM message) m
      WHERE m.created_at < m.before`),
    'created_at never runs backwards by seq',
  ).toEqual([])

  const given = new Map<string, { id: string; seq: string }>()
  for (const row of await list('SELECT room_id, rev, id, seq FROM rev_log WHERE is_new'))
    given.set(`${row.room_id} ${row.rev}`, row)
  const wrong = told.acks.filter(({ roomId, rev, id, seq }) => {
    const stored = given.get(`${roomId} ${rev}`)
    return stored?.id !== id || Number(stored.seq) !== seq
  })
  expect(wrong, 'every ack has the seq and rev of the stored message').toEqual([])
  const news = told.acks.map(({ roomId, id }) => `${roomId} ${id}`)
  expect(news.length - new Set(news).size, 'no id was new twice').toBe(0)
  const authors = new Map(
    (await list('SELECT room_id, id, author_id FROM message')).map((m) => [`${m.room_id} ${m.id}`, m.author_id]),
  )
  expect(
    told.acks.filter(({ roomId, id, authorId }) => authors.get(`${roomId} ${id}`) !== authorId),
    'every acked message is there, by its author',
  ).toEqual([])

  expect(told.accepted, 'nothing is accepted after a committed ban, leave or kick').toEqual([])
  expect(told.errors, 'nothing but refusals reaches a caller').toEqual([])
  expect(
    await list(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 0`),
    'nobody deadlocked',
  ).toEqual([])
}
