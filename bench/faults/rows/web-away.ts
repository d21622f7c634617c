import { Refusal } from '#protocol/errors.ts'
import { sum } from '../history/latency.ts'
import type { Row } from '../row.ts'

const BACK_MS = 8_000

export const F56: Row = {
  id: 'F56',
  title: 'the web host is away for longer than a token lasts',
  star: false,
  people: 9,
  quiet: 3,
  pace: { perSecond: 20, churn: false },
  bound: { maxMs: 6_000 },
  // Far less than the web host is away.
  tokensMs: 6_000,
  async inject({ cluster, crowd, history, pass, until, lasts, demand }) {
    const { members } = crowd
    let asked = 0
    const former = members.map(({ person }) => person.getToken)
    for (const { person } of members)
      person.getToken = async () => {
        asked += 1
        throw new Refusal('unavailable', 'The web host is away.')
      }
    const from = Date.now()
    const refreshes = async () => sum(await Promise.all(cluster.nodes.map(async (node) => (await node.seen()).refresh ?? 0)))
    const before = await refreshes()
    const ms = lasts(18_000, 300_000)
    await pass(ms)
    const lost = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t > from)
    demand(lost.length === 0, `${lost.length} connections were lost while the web host was away`)
    const refreshed = (await refreshes()) - before
    demand(refreshed >= members.length * 2, `only ${refreshed} tokens were refreshed over the socket`)

    const isLive = () => members.every(({ chat }) => chat.getState().connection.status === 'live')
    const cut = sum(cluster.fronts.map((front) => front.cut()))
    await until(() => !isLive(), BACK_MS)
    const backMs = await until(isLive, BACK_MS)
    demand(backMs !== null, `not everybody who was cut off was back within ${BACK_MS} ms without a web host`)
    for (const [i, { person }] of members.entries()) person.getToken = former[i]!
    return {
      times: cut,
      what: `away for ${ms / 1_000} s, ${refreshed} tokens refreshed, ${cut} cut off and back after ${Math.round(backMs ?? -1)} ms, web host asked ${asked} times`,
      awayMs: backMs ?? BACK_MS,
    }
  },
}
