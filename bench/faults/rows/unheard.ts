import type { Row } from '../row.ts'

/** A client asks again after 8 s, and the answer takes its way. */
const ACKED_MS = 20_000

export const F44: Row = {
  id: 'F44',
  title: 'acks are lost: what is stored is sent again',
  star: true,
  bound: { maxMs: 6_000 },
  async inject({ cluster, crowd, history, pass, until, lasts, demandInTime }) {
    const [front] = cluster.fronts
    if (!front) throw new Error('there is no front')
    const silentMs = lasts(5_000, 8_000)
    const from = Date.now()
    front.set({ mode: 'swallow', way: 'down' })
    await pass(silentMs)
    const deaf = new Set(crowd.members.filter((member) => member.front === 0).map(({ person }) => person.username))
    const asked = history.events.flatMap((event) =>
      event.op === 'send' && event.outcome === 'asked' && event.t >= from && deaf.has(event.who) ? event.id : [],
    )
    const isAcked = (id: string) =>
      history.events.some((event) => event.op === 'send' && event.outcome === 'ok' && event.id === id)
    const stored = await cluster.postgres.query<{ id: string }>('SELECT id FROM message WHERE id = ANY ($1)', [asked])
    const unheard = stored.map((row) => row.id).filter((id) => !isAcked(id))
    front.set({ mode: 'pass' })
    const tookMs = await until(() => unheard.every(isAcked), ACKED_MS)
    demandInTime(tookMs !== null, `what was stored without its ack was not confirmed within ${ACKED_MS} ms`)
    return { times: unheard.length, what: `${unheard.length} acks lost in ${silentMs / 1_000} s`, awayMs: silentMs }
  },
}
