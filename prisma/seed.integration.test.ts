import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '#server/testing/use-database.ts'
import { writeCommunity } from './community/write.ts'
import { seed } from './seed.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

describe('seed', () => {
  const database = useTestDatabase()
  const none = async (sql: string) => expect((await database().pool.query(sql)).rows).toEqual([])

  it('writes the same community each time', () => {
    expect(writeCommunity(NOW, '')).toEqual(writeCommunity(NOW, ''))
  })

  it('fills an empty installation, and no other', async () => {
    const seeded = await seed(database().url, NOW)
    expect(seeded.people).toBe(25)
    expect(seeded.messages).toBeGreaterThan(3_000)
    await expect(seed(database().url, NOW)).rejects.toThrow('There are accounts here already')
  })

  it('keeps what the log promises: seq and rev without holes, heads that agree, nothing in the future', async () => {
    await none(`SELECT h.room_id FROM room_head h LEFT JOIN message m USING (room_id) GROUP BY h.room_id
      HAVING h.last_seq <> count(m.id) OR h.last_seq <> coalesce(max(m.seq), 0) OR min(m.seq) <> 1
        OR h.rev < coalesce(max(m.rev), 0) OR count(DISTINCT m.rev) <> count(m.rev)
        OR h.deleted <> count(m.deleted_at) OR h.last_at IS DISTINCT FROM max(m.created_at)`)
    await none(
      `SELECT m.id FROM message m JOIN message n ON n.room_id = m.room_id AND n.seq = m.seq + 1 WHERE n.created_at < m.created_at`,
    )
    await none(`SELECT id FROM message WHERE created_at > '${new Date(NOW).toISOString()}'`)
    await none(`SELECT id FROM message WHERE created_at < '${new Date(NOW).toISOString()}'::timestamptz - interval '36 days'`)
  })

  it('keeps what rooms promise: members counted, cursors within, threads on messages that are there', async () => {
    await none(`SELECT r.id FROM room r LEFT JOIN membership ms ON ms.room_id = r.id WHERE r.kind <> 'THREAD'
      GROUP BY r.id HAVING r.member_count <> count(ms.user_id)`)
    await none(
      'SELECT 1 FROM membership ms JOIN room_head h USING (room_id) WHERE ms.read_seq > h.last_seq OR ms.delivered_seq < ms.read_seq',
    )
    await none(`SELECT r.id FROM room r LEFT JOIN message m ON m.room_id = r.parent_room_id AND m.id = r.parent_message_id
      WHERE r.kind = 'THREAD' AND (m.id IS NULL OR m.deleted_at IS NOT NULL)`)
    await none(
      'SELECT user_id FROM user_head u LEFT JOIN membership ms USING (user_id) GROUP BY user_id, u.me_rev HAVING u.me_rev <> max(ms.me_rev)',
    )
  })

  it('keeps what messages promise: authors are members, mentions are of members and have their rows', async () => {
    await none(`SELECT m.id FROM message m JOIN room r ON r.id = m.room_id
      WHERE NOT EXISTS (SELECT FROM membership ms WHERE ms.room_id = coalesce(r.parent_room_id, r.id) AND ms.user_id = m.author_id)`)
    await none(`SELECT m.room_id, u.id, m.seq FROM message m CROSS JOIN LATERAL unnest(m.mention_user_ids) u (id)
      EXCEPT SELECT room_id, user_id, seq FROM mention`)
    await none(
      `SELECT x.room_id FROM reaction x LEFT JOIN message m ON m.room_id = x.room_id AND m.id = x.message_id WHERE m.deleted_at IS NOT NULL OR m.id IS NULL`,
    )
    await none(`SELECT id FROM message WHERE body ~ '[{}]' AND body !~ '"door"'`)
  })
})
