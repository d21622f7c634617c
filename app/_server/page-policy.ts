/** What a page may load and run: as little as it needs. `nonce` is fresh for each answer; only scripts that carry it run. */
export function pagePolicy(wanted: {
  nonce: string
  origin: string
  socketUrl: string | undefined
  isDevelopment: boolean
}): string {
  const { nonce, origin, socketUrl, isDevelopment } = wanted
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    // Reloading while developing evaluates code; nothing does in production.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    // Positions and sizes are style attributes, and dialogs add a style of their own: no nonce reaches those.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...(socketUrl === undefined ? [] : httpOf(socketUrl))],
    'media-src': ["'self'", 'blob:', ...(socketUrl === undefined ? [] : httpOf(socketUrl))],
    'worker-src': ["'self'"],
    'connect-src': ["'self'", ...new Set([...bothSchemes(origin), ...(socketUrl === undefined ? [] : bothSchemes(socketUrl))])],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}

/** Letters, digits and what stands between them in a host: a `;` would begin a directive of its own. */
const HOST = /^[\w.:[\]-]+$/

/** Files come from the socket host. */
const httpOf = (url: string): string[] => bothSchemes(url).slice(0, 1)

/** An address for long-polling and for a WebSocket. Not every browser's 'self' covers the second. */
function bothSchemes(url: string): string[] {
  const { protocol, host } = new URL(url)
  if (!HOST.test(host)) return []
  return protocol === 'https:' || protocol === 'wss:' ? [`https://${host}`, `wss://${host}`] : [`http://${host}`, `ws://${host}`]
}
