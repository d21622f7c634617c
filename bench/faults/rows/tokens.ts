import { sum } from '../history/latency.ts'
import { shortToken } from '../people/tokens.ts'
import type { Row } from '../row.ts'

/** So long a token is good. What it says is cut to whole seconds. */
const TOKENS_MS = 3_000
/** A token that was good when its hello was asked has ended when it is answered. */
const HELLO_PAUSE_MS = TOKENS_MS + 200
/** So many wait for their hello that long; the others are served meanwhile. */
const PAUSED = 3
const STALE_MS = 2_000
/** With the web host back, the next try of everybody succeeds; who failed again and again waits longer. */
const BACK_MS = 20_000

export const F51: Row = {
  id: 'F51',
  title: 'tokens end offline and in the middle of hello, and a fresh one is answered 500, then with one that has ended',
  star: true,
  people: 9,
  quiet: 3,
  bound: { maxMs: 6_000 },
  // What is refused to whoever left meanwhile is no fault of a token.
  pace: { perSecond: 20, churn: false },
  tokensMs: TOKENS_MS,
  async inject({ cluster, crowd, history, pass, until, lasts, demand }) {
    const { members } = crowd
    const at = Date.now()
    const seen = async (what: string) => sum(await Promise.all(cluster.nodes.map(async (node) => (await node.seen())[what] ?? 0)))
    const areLive = () => members.every(({ chat }) => chat.getState().connection.status === 'live')
    const before = { refused: await seen('token_expired'), refreshed: await seen('refresh') }
    await pass(2_000)
    const refreshed = (await seen('refresh')) - before.refreshed
    demand(refreshed >= members.length, `only ${refreshed} tokens were refreshed over the socket`)

    // Offline for longer than a token lasts, and the web host answers 500 for longer still.
    let failed = 0
    for (const { person } of members)
      person.getToken = async () => {
        failed += 1
        throw new Error('The web host answers 500.')
      }
    for (const front of cluster.fronts) await front.refuse()
    await pass(lasts(TOKENS_MS + 500, 30_000))
    for (const front of cluster.fronts) await front.mend()
    await pass(lasts(500, 5_000))
    demand(failed >= members.length, `the web host was asked ${failed} times while it answered 500`)
    demand(
      members.every(({ chat }) => chat.getState().connection.status !== 'live'),
      'somebody is connected with a token that has ended',
    )

    // Then something in between answers with tokens of yesterday, which look good to whoever holds them.
    for (const { person } of members)
      person.getToken = async () => ({
        ...(await shortToken(person, -1_000)),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      })
    for (const { chat } of members) chat.retryNow()
    await pass(lasts(STALE_MS, 10_000))
    const refused = (await seen('token_expired')) - before.refused
    demand(refused >= members.length, `only ${refused} tokens that had ended were refused`)

    for (const { person } of members) person.getToken = () => shortToken(person, TOKENS_MS)
    for (const { chat } of members) chat.retryNow()
    const backMs = await until(areLive, BACK_MS)
    demand(backMs !== null, `not everybody was back ${BACK_MS} ms after tokens were`)

    const [node] = cluster.nodes
    const [front] = cluster.fronts
    if (!node || !front) throw new Error('there is no node')
    const pause = { fault: 'pause', at: 'after-hello-is-read', ms: HELLO_PAUSE_MS, times: PAUSED, tokensMs: TOKENS_MS } as const
    const paused = await node.set(pause)
    front.cut()
    await until(() => members.some(({ chat }) => chat.getState().connection.status === 'waiting'), BACK_MS)
    // Who failed as often as they did waits for half a minute by now.
    for (const { chat } of members) chat.retryNow()
    const againMs = await until(areLive, BACK_MS)
    const ended = (await node.set({ fault: 'none', tokensMs: TOKENS_MS })) - paused
    demand(ended > 0, 'no token ended while hello was answered')
    demand(againMs !== null, `not everybody was back ${BACK_MS} ms after a token ended during hello`)
    const sends = history.events.filter((event) => event.op === 'send' && event.outcome === 'refused').length
    demand(sends === 0, `${sends} sends failed`)
    return {
      times: refused + ended,
      what: `500 ${failed} times, ${refused} ended tokens refused, ${ended} ended during hello, ${refreshed} refreshed`,
      awayMs: Date.now() - at,
    }
  },
}
