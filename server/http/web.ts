import { Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createProxyServer } from 'httpxy'
import { innerProof } from '#server/core/sessions/keys.ts'
import type { Env } from '#server/env.ts'
import type { Log } from '#server/log.ts'
import { rewriteForwarded } from './forwarded.ts'

/**
 * An unused connection to the web process is closed after this long, in milliseconds: before Next closes it (5 s), or a
 * request could go out on one that is being closed, and be lost.
 */
const IDLE_MS = 2_000

/**
 * Hands pages on to the web process behind this host, so that one address serves everything. The page's host and
 * scheme, and the caller's address, go along; upgrades only while developing (reload), never in production.
 */
export function createWebProxy(inner: string, env: Env, log: Log) {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS })
  const proxy = createProxyServer({ target: inner, ws: true, xfwd: false })
  const proof = innerProof(env.NEXTAUTH_SECRET)

  const introduce = (request: IncomingMessage) => rewriteForwarded(request, { hops: env.TRUST_PROXY_HOPS, proof })

  return {
    page(request: IncomingMessage, response: ServerResponse) {
      introduce(request)
      proxy.web(request, response, { agent }).catch((error: unknown) => {
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
