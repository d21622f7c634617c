import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { innerProof } from '#server/core/sessions/keys.ts'
import { rewriteForwarded } from '#server/http/forwarded.ts'
import { pageEnv } from './env.ts'

/**
 * Makes the forwarded headers of every request of this process trustworthy before Next reads them. Next shows a route no
 * socket, and believes any `X-Forwarded-*` it is sent; Node's own channel of incoming requests is the one place before it.
 */
export function rewriteIncoming(): void {
  const { NEXTAUTH_SECRET, TRUST_PROXY_HOPS: hops } = pageEnv()
  const proof = innerProof(NEXTAUTH_SECRET)
  subscribe('http.server.request.start', (message) => {
    rewriteForwarded((message as { request: IncomingMessage }).request, { hops, proof })
  })
}
