import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { pageEnv } from '#app/_server/env.ts'
import { pagePolicy } from '#app/_server/page-policy.ts'
import { readAsked } from '#app/_server/request.ts'

const NAME = 'Content-Security-Policy'

/**
 * Gives each page a policy with a nonce of its own, which Next reads from the request and puts on its scripts. That is all
 * it does: it locks nothing, each page and route does that itself [H2]. Without it a page has the policy of next.config.mjs
 * and runs no script.
 */
export function proxy(request: NextRequest): NextResponse {
  const { NODE_ENV, SOCKET_URL } = pageEnv()
  const policy = pagePolicy({
    nonce: randomBytes(16).toString('base64'),
    origin: readAsked(request.headers).origin,
    socketUrl: SOCKET_URL,
    isDevelopment: NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  headers.set(NAME, policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set(NAME, policy)
  return response
}

export const config = { matcher: '/((?!api/|_next/).*)' }
