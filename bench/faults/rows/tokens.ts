import { TOKEN_TTL_MS } from '#protocol/limits.ts'
import { mintSocketToken } from '#server/core/sessions/socket-token.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import type { Row } from '../row.ts'

/** With the web host back, the next try of everybody succeeds. */
const BACK_MS = 35_000
const SHORT_MS = 3_000
/** Longer than a token lasts: it has ended when hello is answered. */
const HELLO_PAUSE_MS = 3_500

export const F51: Row = {
  id: 'F51',
  title: 'tokens end offline and in the middle of hello, and a fresh one is answered 500',
  star: true,
  // Whoever fails again and again waits longer each time.
  bound: { maxMs: 35_000 },
  // A client that is stopped does not hear whether the kick it asked for was done.
  pace: { churn: false },
  async inject({ cluster, crowd, history, pass, until, lasts, demand }) {
    let ended = 0
    let failed = 0
    let isFailing = false
    const former = crowd.members.map(({ person }) => person.getToken)
    for (const { person } of crowd.members) {
      const claims = { userId: person.id, sessionId: person.session.id, sessionVersion: person.session.version }
      // What a client believes to be good for long is good for three seconds: it is held until it is refused.
      person.getToken = async () => {
        if (isFailing) {
          failed += 1
          throw new Error('The web host answers 500.')
        }
        ended += 1
        const { token } = await mintSocketToken(claims, TEST_SECRET, Date.now() - TOKEN_TTL_MS + SHORT_MS)
        return { token, expiresAt: new Date(Date.now() + TOKEN_TTL_MS).toISOString() }
      }
    }
    const pause = { fault: 'pause', at: 'after-hello-is-read', ms: HELLO_PAUSE_MS } as const
    const before = await Promise.all(cluster.nodes.map((node) => node.set(pause)))
    for (const { chat } of crowd.members) {
      await chat.stop()
      void chat.connect()
    }
    await until(() => crowd.members.every(({ chat }) => chat.getState().connection.status === 'live'), BACK_MS)
    const struck = await Promise.all(cluster.nodes.map((node) => node.set({ fault: 'none' })))
    const during = struck.reduce((sum, times, i) => sum + times - (before[i] ?? 0), 0)
    demand(during > 0, 'no token ended while hello was answered')
    isFailing = true
    for (const front of cluster.fronts) front.cut()
    await pass(lasts(4_000, 30_000))
    isFailing = false
    for (const [i, { person }] of crowd.members.entries()) person.getToken = former[i]!
    const tookMs = await until(() => crowd.members.every(({ chat }) => chat.getState().connection.status === 'live'), BACK_MS)
    demand(tookMs !== null, `not everybody was back ${BACK_MS} ms after tokens were`)
    const refused = history.events.filter((event) => event.op === 'send' && event.outcome === 'refused').length
    demand(refused === 0, `${refused} sends failed`)
    // Who held a token of their last refresh need not ask the web host at all [J6].
    return { times: ended, what: `${ended} tokens of ${SHORT_MS / 1_000} s, ${during} ended during hello, ${failed} times 500` }
  },
}
