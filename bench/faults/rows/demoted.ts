import { promote } from '#server/core/accounts/operator.ts'
import { createSession } from '#server/core/sessions/sessions.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { queryOn } from '#server/database/transaction.ts'
import { TEST_SECRET, testEnv } from '#server/testing/env.ts'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import type { Row } from '../row.ts'

/** What the design asks for, and what [A11] and [K5] promise. */
const REFUSED_MS = 5_000
const STOP_MS = 1_000
const ASK_EVERY_MS = 40

type Tried = { at: number; isOk: boolean }

/** Does what only an admin may, again and again, until it is told to stop. */
function keepTrying(raw: RawClient): { tried: readonly Tried[]; stop(): void } {
  const tried: Tried[] = []
  const timer = setInterval(() => {
    const at = Date.now()
    raw.ask('connection:list', {}).then(
      ({ ok }) => tried.push({ at, isOk: ok }),
      () => tried.push({ at, isOk: false }),
    )
  }, ASK_EVERY_MS)
  return { tried, stop: () => clearInterval(timer) }
}

export const F55: Row = {
  id: 'F55',
  title: 'an admin becomes a member in the middle of a session, on every node',
  star: false,
  people: 6,
  quiet: 3,
  pace: { perSecond: 20, churn: false },
  bound: { maxMs: 6_000 },
  async inject({ cluster, pass, lasts, demand }) {
    const { pool } = cluster.postgres
    const rounds = lasts(1, 5)
    let refused = 0
    let closed = 0
    let slowest = 0
    for (let round = 0; round < rounds; round++) {
      const admin = await createPerson({ pool }, { role: 'admin' })
      const raws = await Promise.all(cluster.nodes.map(({ port }) => connectRaw(`http://127.0.0.1:${port}`, admin)))
      for (const raw of raws) {
        const { notice } = await raw.get('notice:post', { body: 'soon', level: 'info' })
        await raw.get('notice:end', { id: notice.id })
      }
      const trying = raws.map(keepTrying)
      await pass(500)
      const from = Date.now()
      await promote({ database: { pool }, settings: testEnv() }, admin.username, 'member')
      const at = Date.now()
      await pass(STOP_MS + 1_000)
      for (const [i, { tried, stop }] of trying.entries()) {
        stop()
        const before = tried.filter((one) => one.at < from && one.isOk).length
        demand(before > 0, `n${i + 1} refused an admin what admins may`)
        const last = Math.max(0, ...tried.filter((one) => one.isOk).map((one) => one.at - at))
        slowest = Math.max(slowest, last)
        demand(last <= STOP_MS, `n${i + 1} did for a member what only admins may, ${last} ms after the commit`)
        refused += tried.filter((one) => one.at > at && !one.isOk).length
        if (!raws[i]?.socket.connected) closed += 1
        demand(!raws[i]?.socket.connected, `n${i + 1} kept the connection of somebody whose role ended`)
      }
      // Signed in again they are a member like any other.
      const session = await createSession(queryOn(pool), { userId: admin.id, days: 1, userAgent: null, address: null })
      const claims = { userId: admin.id, sessionId: session.id, sessionVersion: session.version }
      const token = async () => (await mintSocketToken(claims, TEST_SECRET)).token
      const began = Date.now()
      for (const { port } of cluster.nodes) {
        const raw = await connectRaw(`http://127.0.0.1:${port}`, { token })
        for (const answer of [
          await raw.ask('connection:list', {}),
          await raw.ask('notice:post', { body: 'soon', level: 'info' }),
        ])
          demand(!answer.ok && answer.error.code === 'forbidden', 'a member who signed in again is not answered forbidden')
        raw.close()
      }
      demand(Date.now() - began < REFUSED_MS, 'a member was not refused within 5 s')
      for (const raw of raws) raw.close()
    }
    return {
      times: closed,
      what: `${rounds} demoted, ${closed} connections ended, ${refused} actions refused, the last one taken ${slowest} ms after`,
    }
  },
}
