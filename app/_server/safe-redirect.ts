/** Where next-auth may send a browser: a page of this site, else its first one [A18]. */
export function safeRedirect(url: string, origins: string[]): string {
  const home = origins[0] ?? 'http://localhost'
  const target = URL.canParse(url, home) ? new URL(url, home) : null
  return target && origins.includes(target.origin) ? `${home}${target.pathname}${target.search}${target.hash}` : home
}
