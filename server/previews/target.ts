import { promises as dns, type LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { isPublic } from './addresses.ts'
import { NoPreview } from './refused.ts'

/** Where one request goes: a URL, and the one address that was checked for it. */
export type Target = { url: URL; address: string; family: 4 | 6 }

export type Guard = {
  /** Gives every address of a name. */
  lookup(hostname: string): Promise<LookupAddress[]>
  /** Hosts that are never asked: one's own. */
  ownHosts: ReadonlySet<string>
  /** `address:port` that tests may reach though it is not public. Empty in every running installation. */
  allowed: ReadonlySet<string>
}

const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 }

export const systemLookup: Guard['lookup'] = (hostname) => dns.lookup(hostname, { all: true, verbatim: true })

/**
 * Decides whether a URL may be fetched, and pins the address: http and https on their own ports, no credentials, not this
 * installation, and a name all of whose addresses are public. Whoever connects must use the address given here, or a second
 * lookup could give another one. Throws `NoPreview`.
 */
export async function requireTarget(text: string, base: URL | null, guard: Guard): Promise<Target> {
  const url = parse(text, base)
  const standard = PORTS[url.protocol]
  if (standard === undefined) throw new NoPreview('it is neither http nor https')
  if (url.username !== '' || url.password !== '') throw new NoPreview('it carries credentials')
  const port = url.port === '' ? standard : Number(url.port)
  // The parser has made 127.1, 0x7f.1, 2130706433 and full-width digits into dotted quads by now.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (guard.ownHosts.has(host)) throw new NoPreview('it is this installation')
  const addresses = await addressesOf(host, guard)
  const isAllowed = addresses.every(({ address }) => guard.allowed.has(`${address}:${port}`))
  if (!isAllowed) {
    if (port !== 80 && port !== 443) throw new NoPreview('it names a port of its own')
    if (!addresses.every(({ address }) => isPublic(address))) throw new NoPreview('it is not on the public internet')
  }
  const [first] = addresses
  if (!first) throw new NoPreview('its name has no address')
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 }
}

function parse(text: string, base: URL | null): URL {
  try {
    return new URL(text, base ?? undefined)
  } catch {
    throw new NoPreview('it is no address')
  }
}

async function addressesOf(host: string, { lookup }: Guard): Promise<LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  return lookup(host).catch(() => {
    throw new NoPreview('its name is not known')
  })
}
