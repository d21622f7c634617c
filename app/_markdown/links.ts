const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

export type SafeLink = {
  href: string
  /** The real host, to be shown where the words name another one or hide letters that look alike. */
  host: string | null
}

/**
 * A link that may be followed: http, https or mailto, written out by the URL parser (so a host of look-alike letters shows as
 * punycode). Null for anything else. Source: RELIABILITY 4.4.
 */
export function safeLink(target: string, label: string): SafeLink | null {
  const url = parse(target)
  if (url === null || !ALLOWED.has(url.protocol)) return null
  if (url.username !== '' || url.password !== '') return { href: url.href, host: url.host }
  return { href: url.href, host: url.protocol !== 'mailto:' && claimsAnotherHost(label, url.host) ? url.host : null }
}

/** Relative targets are refused: they would mean this site. */
function parse(target: string): URL | null {
  try {
    return new URL(target)
  } catch {
    return null
  }
}

/** Whether the words look like an address of a host that is not the target's. */
function claimsAnotherHost(label: string, host: string): boolean {
  const claimed = /^\s*(?:https?:\/\/)?([^\s/?#@:]+\.[^\s/?#@:]{2,})/iu.exec(label)?.[1]
  return claimed !== undefined && withoutWww(claimed.toLowerCase()) !== withoutWww(host.replace(/:\d+$/, ''))
}

const withoutWww = (host: string) => host.replace(/^www\./, '')
