import { innerProof, isSameText } from '#server/core/sessions/keys.ts'
import type { Env } from '#server/env.ts'
import { callerAddress } from '#server/http/address.ts'
import { ADDRESS_HEADER, LOCAL_HEADER, PROOF_HEADER } from '#server/http/forwarded.ts'
import { pageEnv } from './env.ts'

/** Who asks, and for which origin. `isLocal`: at this very machine, through no proxy. */
export type Asked = { address: string | null; isLocal: boolean; origin: string; userAgent: string | null }

type Settings = Pick<Env, 'NEXTAUTH_URL' | 'NEXTAUTH_SECRET' | 'TRUST_PROXY_HOPS'>

/** Reads the headers of a request, as `incoming.ts` or the process in front left them. */
export function readAsked(headers: Headers, env: Settings = pageEnv()): Asked {
  const shown = headers.get(PROOF_HEADER)
  const isProven = shown !== null && isSameText(shown, innerProof(env.NEXTAUTH_SECRET))
  return {
    // Unproven only where the platform runs no server of ours (Vercel): there its own proxy is the one hop at least.
    address: isProven
      ? headers.get(ADDRESS_HEADER)
      : callerAddress({ headers: forwardedFor(headers), socket: {} }, Math.max(1, env.TRUST_PROXY_HOPS)) || null,
    isLocal: isProven && headers.has(LOCAL_HEADER),
    origin: publicOrigin(headers, env),
    userAgent: headers.get('user-agent'),
  }
}

const forwardedFor = (headers: Headers) => ({ 'x-forwarded-for': headers.get('x-forwarded-for') ?? undefined })

/** The origin the browser knows this request's host by: NEXTAUTH_URL if it names that host, else what was asked for. */
function publicOrigin(headers: Headers, env: Settings): string {
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost'
  const own = env.NEXTAUTH_URL === undefined ? undefined : new URL(env.NEXTAUTH_URL)
  if (own?.host === host) return own.origin
  const isSecure = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
  const asked = `${isSecure ? 'https' : 'http'}://${host}`
  return URL.canParse(asked) ? new URL(asked).origin : (own?.origin ?? 'http://localhost')
}

/**
 * Whether a request that changes something was made by a page of this site, or by no browser at all. A missing Origin is
 * not a browser's POST; `null` and foreign ones are refused [A17].
 */
export function isOwnRequest(headers: Headers, env: Settings = pageEnv()): boolean {
  const origin = headers.get('origin')
  if (origin === null) return !['cross-site', 'same-site'].includes(headers.get('sec-fetch-site') ?? '')
  const own = publicOrigin(headers, env)
  // A proxy that ends TLS without saying so makes an https page look like an http host.
  return (
    origin === own ||
    origin === own.replace(/^http:/, 'https:') ||
    (env.NEXTAUTH_URL !== undefined && origin === new URL(env.NEXTAUTH_URL).origin)
  )
}
