import type { Postgres } from '../cluster/postgres.ts'
import { replaceOnce } from '../tree/patch.ts'
import type { Mutant } from './index.ts'

/** Replaces a text in one of the database's functions, under the same law as one in a file. */
async function patchFunction(postgres: Postgres, name: string, find: string, replace: string) {
  const [row] = await postgres.query<{ definition: string }>('SELECT pg_get_functiondef($1::regproc) AS definition', [name])
  if (!row) throw new Error(`there is no function ${name}`)
  await postgres.query(replaceOnce(row.definition, { find, replace }, `The mistake in ${name}`))
}

/** A message that was stored already is stored again. */
export const dedupeOff: Mutant = {
  name: 'dedupe-off',
  row: 'F43',
  expect: ['I2'],
  patches: [],
  async mend(postgres) {
    await postgres.query('ALTER TABLE message DROP CONSTRAINT message_pkey CASCADE')
    const known = 'AND NOT EXISTS (SELECT 1 FROM message m WHERE m.room_id = p_room AND m.id = p_id)'
    await patchFunction(postgres, 'parley_append_one', known, '')
    const stored = 'LEFT JOIN message m ON m.room_id = i.room_id AND m.id = i.id\n'
    await patchFunction(postgres, 'parley_append', stored, stored.replace('\n', ' AND false\n'))
  },
}

/** One sequence for all rooms numbers their messages. */
export const bigserialAsSeq: Mutant = {
  name: 'bigserial-as-seq',
  row: 'F00',
  expect: ['I1'],
  patches: [],
  async mend(postgres) {
    await postgres.query('CREATE SEQUENCE all_messages')
    const now = 'v_now := clock_timestamp();\n'
    await patchFunction(postgres, 'parley_append_one', now, `${now}v_seq := nextval('all_messages') - 1;\n`)
    await patchFunction(postgres, 'parley_append', 'h.last_seq AS hs', "nextval('all_messages') AS hs")
  },
}
