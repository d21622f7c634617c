import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { expose } from '#server/metrics/exposition.ts'
import type { ReadNumbers } from '#server/metrics/numbers.ts'
import { plainAddress } from './address.ts'

type Guard = Pick<Env, 'METRICS_TOKEN' | 'TRUST_PROXY_HOPS'>
type Asking = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }

/** What a proxy adds: then the loopback is the proxy, and says nothing of who asks. */
const OF_A_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Whether a request may read `/metrics` [O1]: with METRICS_TOKEN whoever shows it as a bearer token; without one only programs of
 * this machine, and nobody at all behind a proxy.
 */
export function mayReadMetrics({ headers, socket }: Asking, { METRICS_TOKEN, TRUST_PROXY_HOPS }: Guard): boolean {
  if (METRICS_TOKEN !== undefined) return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${METRICS_TOKEN}`))
  return (
    TRUST_PROXY_HOPS === 0 &&
    OF_A_PROXY.every((name) => headers[name] === undefined) &&
    LOOPBACK.test(plainAddress(socket.remoteAddress ?? '')) &&
    LOOPBACK_HOST.test(headers.host ?? '')
  )
}

/** `/metrics`: this node in numbers, as Prometheus reads them. To whoever may not, it is not there. True when the path was it. */
export function createMetricsDoor(deps: { guard: Guard; read: ReadNumbers; log: Log }) {
  return function answerMetrics(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (path !== '/metrics') return false
    if (!mayReadMetrics(request, deps.guard)) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n')
      return true
    }
    deps
      .read()
      .then(expose)
      .then(
        ({ type, text }) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text),
        (error: unknown) => {
          deps.log.error({ error }, 'the metrics could not be read')
          response.writeHead(500).end()
        },
      )
    return true
  }
}
