import type { IncomingHttpHeaders } from 'node:http'
import { isSameText } from '#server/core/sessions/keys.ts'

/** Who asked and for which host, as the process in front of the web process hands it on. */
export const ADDRESS_HEADER = 'x-parley-address'
/** Proves that it was that process: `innerProof` of the secret both share. */
export const PROOF_HEADER = 'x-parley-inner'
/** There when the request was made on this very machine, by its own name and through no proxy or tunnel. */
export const LOCAL_HEADER = 'x-parley-local'

/** The last proxy in a row of them adds its entry at the end, so entries are counted from there. */
const fromTheEnd = (list: string | undefined, hops: number) => {
  const entries = (list ?? '').split(',').map((entry) => entry.trim())
  return entries.at(-hops) || undefined
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value)

/** An address without the port some proxies add, without brackets, and IPv4 written as IPv4. */
const plain = (address: string) =>
  address
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/**
 * The caller's address: the socket's, or with `hops` proxies in front the entry of `X-Forwarded-For` that the outermost
 * of them wrote. What a caller puts there itself is never read [A16].
 */
export function callerAddress(headers: IncomingHttpHeaders, socketAddress: string | undefined, hops: number): string | null {
  const told = hops > 0 ? fromTheEnd(one(headers['x-forwarded-for']), hops) : undefined
  const address = told ?? socketAddress
  return address ? plain(address) : null
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i
const SIGNS_OF_A_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'cf-connecting-ip']

/**
 * Whether somebody at this very machine asks. The name asked for must be the machine's own too, and no proxy in
 * between: a tunnel's requests come from loopback as well, and so do those of a foreign page whose name was pointed here.
 */
export const isLocalRequest = (headers: IncomingHttpHeaders, socketAddress: string | undefined): boolean =>
  LOOPBACK.test(plain(socketAddress ?? '')) &&
  LOOPBACK_HOST.test(headers.host ?? '') &&
  !SIGNS_OF_A_PROXY.some((name) => headers[name] !== undefined)

/**
 * Rewrites a request's headers so that what stands in them can be believed further in: `X-Parley-Address`,
 * `X-Parley-Local`, `X-Forwarded-For` and `X-Forwarded-Host`, with `proof` that they were rewritten. A request that
 * carries the proof already is left as it is. `X-Forwarded-Proto` stays as it came: it decides only how the caller's own
 * cookies are set.
 */
export function rewriteForwarded(
  headers: IncomingHttpHeaders,
  from: { socketAddress: string | undefined; hops: number; proof: string },
): void {
  const shown = one(headers[PROOF_HEADER])
  if (shown !== undefined && isSameText(shown, from.proof)) return
  const address = callerAddress(headers, from.socketAddress, from.hops)
  const host = (from.hops > 0 ? fromTheEnd(one(headers['x-forwarded-host']), 1) : undefined) ?? headers.host
  const isLocal = isLocalRequest(headers, from.socketAddress)
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', ADDRESS_HEADER, LOCAL_HEADER]) delete headers[name]
  if (address) headers['x-forwarded-for'] = headers[ADDRESS_HEADER] = address
  if (host) headers['x-forwarded-host'] = host
  if (isLocal) headers[LOCAL_HEADER] = 'yes'
  headers[PROOF_HEADER] = from.proof
}
