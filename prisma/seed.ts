import pg from 'pg'
import { hashPassword } from '#server/core/accounts/password.ts'
import { WrongEnvironment } from '#server/env.ts'
import type { Tables } from './community/log.ts'
import { PEOPLE } from './community/people.ts'
import { writeCommunity } from './community/write.ts'

/** The password of everybody in the seeded community. */
export const SEED_PASSWORD = 'parley-demo'

/** In the order that foreign keys need. */
const ORDER = [
  ...['users', 'user_head', 'room', 'room_head', 'membership'],
  ...['message', 'message_edit', 'mention', 'reaction'],
] as (keyof Tables)[]
const CHUNK = 1_000

export type Seeded = { people: number; rooms: number; threads: number; messages: number; signIns: string[]; password: string }

/**
 * Fills the empty, migrated database at `url` with a community: people, rooms, direct messages, threads and five weeks of
 * talk up to `now` (epoch ms). Throws `WrongEnvironment` when somebody has an account there already.
 */
export async function seed(url: string, now: number = Date.now()): Promise<Seeded> {
  const tables = writeCommunity(now, await hashPassword(SEED_PASSWORD))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('BEGIN')
    const { rowCount } = await client.query('SELECT FROM users LIMIT 1')
    if (rowCount) throw new WrongEnvironment('There are accounts here already: the seed fills an empty installation only.')
    for (const table of ORDER) await insert(client, table, tables[table])
    await client.query('COMMIT')
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
  return {
    people: tables.users.length,
    rooms: tables.room.filter((room) => room.kind !== 'THREAD').length,
    threads: tables.room.filter((room) => room.kind === 'THREAD').length,
    messages: tables.message.length,
    signIns: PEOPLE.slice(0, 4).map((person) => person.username),
    password: SEED_PASSWORD,
  }
}

/** Columns that the community says nothing of get what the database gives every row. */
async function insert(client: pg.Client, table: keyof Tables, rows: Tables[keyof Tables]) {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = JSON.stringify(rows.slice(from, from + CHUNK))
    await client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`, [
      chunk,
    ])
  }
}
