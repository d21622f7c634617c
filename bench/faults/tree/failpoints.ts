import type { Patch } from './patch.ts'

/**
 * Where a fault strikes inside a socket host. The product holds none of this: the lines are put into a copy of the
 * source, and do nothing until `switch.ts`, preloaded into that process, is told to.
 */
export const FAILPOINTS: readonly Patch[] = [
  {
    file: 'server/core/messages/log/append.ts',
    find: "  const outcomes: Batch['outcomes'] = []\n",
    replace: "  await globalThis.faults.at('after-commit')\n  const outcomes: Batch['outcomes'] = []\n",
  },
  {
    file: 'server/core/messages/log/lane.ts',
    find: '    announce(committed)\n',
    replace: "    await globalThis.faults.at('before-publish')\n    announce(committed)\n",
  },
  {
    file: 'server/sockets/fanout.ts',
    find: '    if (isDropped()) return\n',
    replace: '    if (isDropped() || globalThis.faults.isDropped()) return\n',
  },
  {
    file: 'server/sockets/fanout.ts',
    find: "    io.to(roomOf(frame.roomId)).except(BEHIND).emit('room:changes', frame)\n",
    replace: "    globalThis.faults.broadcast(() => io.to(roomOf(frame.roomId)).except(BEHIND).emit('room:changes', frame))\n",
  },
  {
    file: 'server/sockets/answer.ts',
    find: '          await within(event, checked.data)\n',
    replace: '          await within(event, checked.data)\n          globalThis.faults.mayThrow()\n',
  },
  {
    file: 'server/sockets/handlers/session.ts',
    find: '      const hello = await readHello(pool, userId, wanted)\n',
    replace:
      "      const hello = await readHello(pool, userId, wanted)\n      await globalThis.faults.at('after-hello-is-read')\n",
  },
  {
    file: 'server/sockets/authenticate.ts',
    find: '        if (refusal !== known) log.error(',
    replace: '        globalThis.faults.refused(known.code)\n        if (refusal !== known) log.error(',
  },
  {
    file: 'server/sockets/host.ts',
    find: '    mintToken: (claims) => mintSocketToken(claims, env.NEXTAUTH_SECRET),\n',
    replace: '    mintToken: (claims) => mintSocketToken(claims, env.NEXTAUTH_SECRET, globalThis.faults.mintedAt()),\n',
  },
  {
    file: 'server/database/database.ts',
    find: "  pool.on('error', onError)\n",
    replace: "  pool.on('error', onError)\n  globalThis.faults.watch(pool)\n",
  },
]
