import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { expose } from '#server/metrics/exposition.ts'
import type { ReadNumbers } from '#server/metrics/numbers.ts'
import type { Incoming } from './address.ts'
import { isLocalRequest } from './forwarded.ts'

type Guard = Pick<Env, 'METRICS_TOKEN' | 'TRUST_PROXY_HOPS'>

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * Whether a request may read `/metrics` [O1]: with METRICS_TOKEN whoever shows it as a bearer token; without one only programs of
 * this machine, and nobody at all behind a proxy.
 */
export function mayReadMetrics(request: Incoming, { METRICS_TOKEN, TRUST_PROXY_HOPS }: Guard): boolean {
  if (METRICS_TOKEN === undefined) return TRUST_PROXY_HOPS === 0 && isLocalRequest(request)
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${METRICS_TOKEN}`))
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
