import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createProxyServer } from 'httpxy'
import { innerProof } from '#server/core/sessions/keys.ts'
import type { Env } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { callerAddress } from './address.ts'

/** Headers by which the web process behind knows the caller. Whoever sends them from outside loses them here. */
const ADDRESS_HEADER = 'x-parley-address'
const PROOF_HEADER = 'x-parley-inner'

/**
 * Hands pages on to the web process behind this host, so that one address serves everything. The page's host and
 * scheme, and the caller's address, go along; upgrades only while developing (reload), never in production.
 */
export function createWebProxy(inner: string, env: Env, log: Log) {
  const proxy = createProxyServer({ target: inner, ws: true, xfwd: false })
  const proof = innerProof(env.NEXTAUTH_SECRET)

  function introduce(request: IncomingMessage) {
    const forwarded = env.TRUST_PROXY_HOPS > 0 ? request.headers['x-forwarded-proto'] : undefined
    request.headers[ADDRESS_HEADER] = callerAddress(request, env.TRUST_PROXY_HOPS)
    request.headers[PROOF_HEADER] = proof
    request.headers['x-forwarded-host'] =
      (env.TRUST_PROXY_HOPS > 0 && request.headers['x-forwarded-host']) || request.headers.host || ''
    request.headers['x-forwarded-proto'] = forwarded ?? 'http'
  }

  return {
    page(request: IncomingMessage, response: ServerResponse) {
      introduce(request)
      proxy.web(request, response).catch((error: unknown) => {
        log.warn({ error }, 'the web process did not answer')
        if (response.headersSent) response.destroy()
        else
          response
            .writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
            .end('Parley is starting. Try again in a moment.\n')
      })
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      introduce(request)
      proxy.ws(request, socket as never, {}, head).catch(() => socket.destroy())
    },
  }
}
