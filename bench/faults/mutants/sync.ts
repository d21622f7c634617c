import type { Patch } from '../tree/patch.ts'
import type { Mutant } from './index.ts'

const neverCompare: Patch = {
  file: 'server/sockets/reconcile.ts',
  find: '    repairs.runs += 1\n',
  replace: '    if (repairs.runs >= 0) return\n',
}

/** What was lost on the way stays lost until the next message of its room. */
export const reconcilerOff: Mutant = { name: 'reconciler-off', row: 'F45', expect: ['I5', 'I9'], patches: [neverCompare] }

/** What is committed between the reading of a room and joining it is told to nobody who reads then. */
export const joinAfterReading: Mutant = {
  name: 'join-after-reading',
  row: 'F39',
  expect: ['I5', 'I9'],
  patches: [
    {
      file: 'server/sockets/handlers/session.ts',
      find: '    await socket.join((await listHeard(pool, userId, Object.keys(wanted.revs))).map(roomOf))\n    for (',
      replace: '    for (',
    },
    {
      file: 'server/sockets/handlers/session.ts',
      find: '      if (missing.length === 0 || attempt >= SNAPSHOTS_MAX) return hello\n      await socket.join(missing.map(roomOf))\n',
      replace: '      await socket.join(missing.map(roomOf))\n      return hello\n',
    },
  ],
}

/** A client that takes every frame as the next one. */
export const clientIgnoresGaps: Mutant = {
  name: 'client-ignores-gaps',
  row: 'F45',
  expect: ['I5'],
  patches: [
    {
      file: 'client/timeline/frames.ts',
      find: 'log.early.find((early) => early.prev <= log.rev)',
      replace: 'log.early[0]',
    },
    {
      file: 'client/sync/gaps.ts',
      find: 'if (log && needsSync(log)) later(roomId, REORDER_WAIT_MS)',
      replace: 'void log',
    },
  ],
}

/** A node that neither notices that it is deaf nor compares itself with the database: what F17 has to find. */
export const deafNode: Mutant = {
  name: 'deaf-node',
  row: 'F17',
  expect: ['I5', 'I9'],
  patches: [neverCompare, { file: 'server/live/redis-bus.ts', find: '    redis.renewSubscriber()\n', replace: '' }],
}
