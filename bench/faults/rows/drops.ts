import { type Drip, drip } from '../cluster/drips.ts'
import { startWeb } from '../cluster/web.ts'
import type { Row } from '../row.ts'

/** So long nobody keeps a connection by a request that is never whole [S5]. */
const CLOSED_MS = 15_000
const MACHINE_MS = 500
const PATIENCE_MS = 25_000
const EVERY_MS = 400
const AT_ONCE = 20

const post = (path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{"a":"`

const DRIPS: readonly (readonly [string, Drip])[] = [
  ['nothing at all', { head: '', drop: '', everyMs: EVERY_MS }],
  ['a request line', { head: 'GET /', drop: 'a', everyMs: EVERY_MS }],
  ['headers', { head: 'GET / HTTP/1.1\r\nHost: localhost\r\n', drop: 'X-A: b\r\n', everyMs: EVERY_MS }],
  [
    'headers of a handshake',
    { head: 'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n', drop: 'X-A: b\r\n', everyMs: EVERY_MS },
  ],
  ['a body for a page', { head: post('/'), drop: 'a', everyMs: EVERY_MS }],
  ['a body for a route', { head: post('/api/register'), drop: 'a', everyMs: EVERY_MS }],
  ['a body for long-polling', { head: post('/socket.io/?EIO=4&transport=polling'), drop: 'a', everyMs: EVERY_MS }],
]

export const F63: Row = {
  id: 'F63',
  title: 'requests that come in drop by drop, at the socket hosts, in front of the web, and at the web alone',
  star: false,
  people: 6,
  quiet: 3,
  pace: { perSecond: 20, churn: false },
  bound: { maxMs: 6_000 },
  async inject({ cluster, history, demand, lasts }) {
    const at = Date.now()
    const web = await startWeb(cluster.postgres.url)
    try {
      const [node, front] = cluster.nodes
      if (!node || !front) throw new Error('there is no node')
      await front.kill()
      // As `npm start` does it: a socket host in front, and the web behind it.
      await front.start({ env: { WEB_INNER_URL: web.url } })
      const places = [
        ['a socket host', node.port],
        ['a socket host in front of the web', front.port],
        ['the web alone', web.port],
      ] as const
      let closed = 0
      let slowest = 0
      await Promise.all(
        places.flatMap(([where, port]) =>
          DRIPS.flatMap(([what, one]) =>
            Array.from({ length: lasts(2, AT_ONCE) }, async () => {
              const tookMs = await drip(port, one, PATIENCE_MS)
              demand(
                tookMs !== null && tookMs <= CLOSED_MS + MACHINE_MS,
                `${where} kept ${what} for ${tookMs === null ? 'ever' : `${Math.round(tookMs)} ms`}`,
              )
              if (tookMs === null) return
              closed += 1
              slowest = Math.max(slowest, tookMs)
            }),
          ),
        ),
      )
      const lost = history.events.filter((event) => event.op === 'link' && event.status === 'connecting' && event.t > at)
      demand(lost.length <= 5, `${lost.length} other connections were lost`)
      return { times: closed, what: `${closed} requests closed, the last after ${(slowest / 1_000).toFixed(1)} s` }
    } finally {
      await web.stop()
    }
  },
}
