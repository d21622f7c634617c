import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { runCommand } from '#bin/testing/run-command.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import type { Row, Stage } from '../row.ts'

/** Three starts of a process, on a machine with other work. */
const REFUSED_MS = 45_000
/** What a process ends with that says what is wrong with its environment: nobody tries it again. */
const WRONG_ENVIRONMENT = 78
const USER = 'limited'
const PASSWORD = 'a password for faults'
const LACKS = [
  { right: 'publish', sentence: /^REDIS_URL names a user at \S+ that may not publish: allow it in the server's ACL\.$/ },
  { right: 'psubscribe', sentence: /^REDIS_URL names a user at \S+ that may not subscribe to socket\.io#\*: allow it/ },
]

/** A node itself: one sentence, its code, and no more. */
async function startNode({ cluster, until, demand }: Stage, right: string, sentence: RegExp, url: string) {
  const node = cluster.nodes[0]!
  await node.kill('SIGTERM')
  node.complaints()
  node.begin({ env: { REDIS_URL: url } })
  const ended = node.end()
  demand((await until(() => !node.isRunning(), REFUSED_MS)) !== null, `without ${right}, it does not refuse to start`)
  if (node.isRunning()) await node.kill()
  const { code } = await ended
  const said = node.complaints().errors
  demand(code === WRONG_ENVIRONMENT, `without ${right}, it ended with ${code}`)
  demand(said.length === 1 && sentence.test(said[0]!), `without ${right}, it said: ${said.join(' | ')}`)
  await node.start()
}

/** The command that watches over a node: it starts it no second time. */
async function startCommand({ cluster, demand }: Stage, right: string, sentence: RegExp, url: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  const running = runCommand(['start:socket'], {
    folder,
    variables: {
      ...{ REDIS_URL: url, DATABASE_URL: cluster.postgres.url, NEXTAUTH_SECRET: TEST_SECRET },
      ...{ SOCKET_PORT: String(await findFreePort()), HOST: '127.0.0.1' },
    },
  })
  const timer = setTimeout(() => running.child.kill('SIGKILL'), REFUSED_MS)
  const { code } = await running.ended
  clearTimeout(timer)
  rmSync(folder, { recursive: true, force: true })
  const said = running.output().trim().split('\n')
  demand(code === 1, `without ${right}, start:socket ended with ${code}`)
  demand(said.filter((line) => line.includes('REDIS_URL')).length === 1, `without ${right}, start:socket said it more than once`)
  demand(sentence.test(said.at(-1) ?? ''), `without ${right}, start:socket said: ${said.at(-1)}`)
}

export const F23: Row = {
  id: 'F23',
  title: 'Redis does not let nodes publish or subscribe, at their start and while they run',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 15 },
  async inject(stage) {
    const { cluster, pass, lasts, demand } = stage
    const redis = new Redis(cluster.redis.url)
    const rights = (...words: string[]) => redis.call('ACL', 'SETUSER', ...words)
    const url = Object.assign(new URL(cluster.redis.url), { username: USER, password: encodeURIComponent(PASSWORD) }).href
    const pids = () => cluster.nodes.map((node) => node.pid()).join()
    try {
      for (const { right, sentence } of LACKS) {
        await rights(USER, 'reset', 'on', `>${PASSWORD}`, '~*', '&*', '+@all', `-${right}`)
        await startNode(stage, right, sentence, url)
        await startCommand(stage, right, sentence, url)
      }
      const before = pids()
      await rights('default', '-publish', '-subscribe', '-psubscribe')
      const killed = Number(await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'))
      await pass(lasts(6_000, 30_000))
      await rights('default', '+@all')
      demand(killed >= cluster.nodes.length, `only ${killed} subscriptions were killed`)
      demand(pids() === before, 'a node was started anew')
      await pass(2_000)
    } finally {
      await rights('default', '+@all')
      redis.disconnect()
    }
    return { times: LACKS.length * 2 + 1, what: 'refused at 4 starts, rights taken away once while all run' }
  },
}
