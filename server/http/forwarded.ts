import { isSameText } from '#server/core/sessions/keys.ts'
import { callerAddress, type Incoming, plainAddress } from './address.ts'

/** Who asked and for which host, as the process in front of the web process hands it on. */
export const ADDRESS_HEADER = 'x-parley-address'
/** Proves that it was that process: `innerProof` of the secret both share. */
export const PROOF_HEADER = 'x-parley-inner'
/** There when the request was made on this very machine, by its own name and through no proxy or tunnel. */
export const LOCAL_HEADER = 'x-parley-local'

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value)

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1)$/
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i
const SIGNS_OF_A_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via', 'cf-connecting-ip']

/**
 * Whether somebody at this very machine asks. The name asked for must be the machine's own too, and no proxy in
 * between: a tunnel's requests come from loopback as well, and so do those of a foreign page whose name was pointed here.
 */
export const isLocalRequest = ({ headers, socket, httpVersion }: Incoming): boolean =>
  // nginx, told nothing more than where to pass requests on, asks in HTTP/1.0, under our own name and without a sign.
  httpVersion !== '1.0' &&
  LOOPBACK.test(plainAddress(socket.remoteAddress ?? '')) &&
  LOOPBACK_HOST.test(headers.host ?? '') &&
  !SIGNS_OF_A_PROXY.some((name) => headers[name] !== undefined)

/**
 * Rewrites a request's headers so that what stands in them can be believed further in: `X-Parley-Address`,
 * `X-Parley-Local`, `X-Forwarded-For` and `X-Forwarded-Host`, with `proof` that they were rewritten. A request that
 * carries the proof already is left as it is. `X-Forwarded-Proto` stays as it came: it decides only how the caller's own
 * cookies are set.
 */
export function rewriteForwarded(request: Incoming, { hops, proof }: { hops: number; proof: string }): void {
  const { headers } = request
  const shown = one(headers[PROOF_HEADER])
  if (shown !== undefined && isSameText(shown, proof)) return
  const address = callerAddress(request, hops)
  const told = hops > 0 ? one(headers['x-forwarded-host'])?.split(',').at(-1)?.trim() : undefined
  const host = told || headers.host
  const isLocal = isLocalRequest(request)
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', ADDRESS_HEADER, LOCAL_HEADER]) delete headers[name]
  if (address) headers['x-forwarded-for'] = headers[ADDRESS_HEADER] = address
  if (host) headers['x-forwarded-host'] = host
  if (isLocal) headers[LOCAL_HEADER] = 'yes'
  headers[PROOF_HEADER] = proof
}
