import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'

/** Somebody who can connect and write. */
export type BenchPerson = { id: string; sessionId: string }

/** Makes `n` people, each with a session, in two statements: one account at a time would take longer than the measurement. */
export async function createPeople(pool: pg.Pool, n: number): Promise<BenchPerson[]> {
  const people = Array.from({ length: n }, () => ({ id: randomUUID(), sessionId: randomUUID() }))
  const ids = people.map((person) => person.id)
  await pool.query(
    `INSERT INTO users (id, username, skeleton, display_name)
     SELECT id, 'bench-' || id, 'bench-' || id, 'Bench ' || left(id::text, 8) FROM unnest($1::uuid[]) p (id)`,
    [ids],
  )
  await pool.query('INSERT INTO user_head (user_id) SELECT unnest($1::uuid[])', [ids])
  await pool.query(
    `INSERT INTO session (id, user_id, device, expires_at)
     SELECT s, u, 'bench', now() + interval '1 day' FROM unnest($1::uuid[], $2::uuid[]) p (s, u)`,
    [people.map((person) => person.sessionId), ids],
  )
  return people
}

/** Makes rooms with the same members. Answers their ids. */
export async function createRooms(
  pool: pg.Pool,
  kind: 'PUBLIC' | 'PRIVATE',
  n: number,
  members: readonly BenchPerson[],
): Promise<string[]> {
  const ids = Array.from({ length: n }, () => uuidv7())
  await pool.query(
    `INSERT INTO room (id, kind, name, name_key, created_by, member_count)
     SELECT id, $2::room_kind, 'bench ' || id, 'bench ' || id, $3, $4 FROM unnest($1::uuid[]) r (id)`,
    [ids, kind, members[0]?.id ?? null, members.length],
  )
  await pool.query('INSERT INTO room_head (room_id) SELECT unnest($1::uuid[])', [ids])
  await pool.query('INSERT INTO membership (room_id, user_id) SELECT r, u FROM unnest($1::uuid[]) r, unnest($2::uuid[]) u', [
    ids,
    members.map((person) => person.id),
  ])
  await pool.query('ANALYZE users, session, room, room_head, membership')
  return ids
}

/** Tokens for the handshakes of these people, in their order; each is good for five minutes. */
export const mintTokens = (people: readonly BenchPerson[], secret: string): Promise<string[]> =>
  Promise.all(
    people.map(async ({ id, sessionId }) => (await mintSocketToken({ userId: id, sessionId, sessionVersion: 1 }, secret)).token),
  )
