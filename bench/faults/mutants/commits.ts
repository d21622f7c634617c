import type { Mutant } from './index.ts'

/** Answers and announcements leave while the transaction is still open: what breaks it then takes acked messages along. */
export const ackBeforeCommit: Mutant = {
  name: 'ack-before-commit',
  row: 'F28',
  expect: ['I3'],
  patches: [
    {
      file: 'server/core/messages/log/append.ts',
      find: 'const rows = entries.length === 1 ? await appendOne(pool, entries[0]!, wait) : await appendMany(pool, entries, wait)\n',
      replace: `const client = await pool.connect()
  client.on('error', () => undefined)
  await client.query('BEGIN')
  const inside = client as unknown as pg.Pool
  const rows = await (entries.length === 1 ? appendOne(inside, entries[0]!, wait) : appendMany(inside, entries, wait)).catch((error) => {
    client.release(error)
    throw error
  })
  setTimeout(() => client.query('COMMIT').then(() => client.release(), (error) => client.release(error)), 40)
`,
    },
  ],
}

/** Whoever is signed in may catch up on any room. */
export const noMembershipInSync: Mutant = {
  name: 'no-membership-in-sync',
  row: 'F53',
  expect: ['I7'],
  patches: [
    {
      file: 'server/sockets/handlers/reading.ts',
      find: `      await requireReadable(query, roomId, actor.user)
      const read = await readChanges(`,
      replace: '      const read = await readChanges(',
    },
  ],
}

/** A ban refuses what comes, and nobody closes what is open. */
export const banWithoutDisconnect: Mutant = {
  name: 'ban-without-disconnect',
  row: 'F52',
  expect: ['I7'],
  patches: [
    {
      file: 'server/sockets/catch-up.ts',
      find: 'for (const socket of socketsIn(sessionOf(sessionId))) {',
      replace: 'for (const socket of socketsIn(sessionOf(sessionId)).slice(0, 0)) {',
    },
  ],
}
