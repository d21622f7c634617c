import type { IncomingMessage } from 'node:http'

const plain = (address: string) => (address.startsWith('::ffff:') ? address.slice(7) : address)

/**
 * Where a request comes from. Each trusted proxy in front added one entry at the end of `X-Forwarded-For`; what stands
 * before those was written by the caller and is not believed.
 */
export function callerAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedHops: number): string {
  const direct = plain(request.socket.remoteAddress ?? '')
  if (trustedHops === 0) return direct
  const header = request.headers['x-forwarded-for']
  const entries = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
  return plain(entries.at(-trustedHops) ?? entries[0] ?? direct)
}
