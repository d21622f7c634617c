import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { PrismaClient } from '#prisma/generated/client.ts'
import { createLane } from '#server/core/messages/log/lane.ts'
import { openDatabase } from '#server/database/database.ts'
import type { BenchPerson } from './community.ts'

/** One way to store a message: resolves when it is committed, with its seq. */
export type Way = { append(person: BenchPerson, roomId: string, body: string): Promise<number>; close(): Promise<void> }

const SINGLE_POOL = 8
const ORM_POOL = 8
/** Under 500 senders a transaction waits for a connection; that is what is measured, not the ORM's patience. */
const ORM_PATIENCE = { maxWait: 30_000, timeout: 30_000 }

/** Ours: what waits while one commit is in flight is the next. Locks, resends, membership, session and standing are checked. */
export function groupCommit(url: string): Way {
  const database = openDatabase(url, 10, () => undefined)
  const lane = createLane(database.pool, () => undefined)
  return {
    async append(person, roomId, body) {
      const outcome = await lane.push({
        id: uuidv7(),
        roomId,
        author: { id: person.id, username: 'bench', displayName: 'Bench', role: 'member' },
        sessionId: person.sessionId,
        body,
        replyToId: null,
        mentionUserIds: [],
        mentionRoom: null,
        kind: null,
      })
      if (outcome.status !== 'new') throw new Error(`a message was not stored: ${outcome.status}`)
      return outcome.message.seq
    },
    close: () => database.close(),
  }
}

/** The plain way: a statement a message that counts and inserts, on eight connections. Nothing else is checked. */
export function singleInserts(url: string): Way {
  const pool = new pg.Pool({ connectionString: url, max: SINGLE_POOL })
  // A connection that is closing when the database stops tells so to nobody.
  pool.on('error', () => undefined)
  return {
    async append(person, roomId, body) {
      const { rows } = await pool.query<{ seq: string }>({
        name: 'single',
        text: `WITH head AS (
            UPDATE room_head SET last_seq = last_seq + 1, rev = rev + 1, last_at = now() WHERE room_id = $2 RETURNING last_seq, rev)
          INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
          SELECT $1, $2, last_seq, rev, $3, $4, now(), '{}' FROM head RETURNING seq`,
        values: [uuidv7(), roomId, person.id, body],
      })
      return Number(rows[0]?.seq)
    },
    close: () => pool.end(),
  }
}

/** As an ORM's documentation shows it: an interactive transaction that updates the counter and creates the row. */
export function ormTransaction(url: string): Way {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: ORM_POOL }) })
  return {
    append: (person, roomId, body) =>
      prisma.$transaction(async (inside) => {
        const head = await inside.roomHead.update({
          where: { roomId },
          data: { lastSeq: { increment: 1 }, rev: { increment: 1 }, lastAt: new Date() },
        })
        const message = await inside.message.create({
          data: {
            id: uuidv7(),
            roomId,
            seq: head.lastSeq,
            rev: head.rev,
            authorId: person.id,
            body,
            createdAt: new Date(),
            mentionUserIds: [],
          },
        })
        return Number(message.seq)
      }, ORM_PATIENCE),
    close: () => prisma.$disconnect(),
  }
}
