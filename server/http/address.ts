import type { IncomingHttpHeaders } from 'node:http'

/** As much of a request as says where it comes from. */
export type Incoming = {
  headers: IncomingHttpHeaders
  socket: { remoteAddress?: string | undefined }
  httpVersion?: string | undefined
}

/** An address without the port and brackets that some proxies write, and IPv4 written as IPv4. */
export const plainAddress = (address: string): string =>
  address
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/**
 * Where a request comes from. Each trusted proxy in front added one entry at the end of `X-Forwarded-For`; what stands
 * before those was written by the caller and is not believed [A16].
 */
export function callerAddress(request: Incoming, trustedHops: number): string {
  const direct = plainAddress(request.socket.remoteAddress ?? '')
  if (trustedHops === 0) return direct
  const header = request.headers['x-forwarded-for']
  const entries = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
  return plainAddress(entries.at(-trustedHops) ?? entries[0] ?? direct)
}
