import { waitInWords } from '#app/_words/wait.ts'

const WRONG = 'That username and password do not match. Check both and try again.'

/** next-auth hands on a code of its own, or the message that the accounts threw: `rate_limited:<ms>` tells the wait. */
export function refusalInWords(error: string | null): string {
  if (error === null || error === 'CredentialsSignin') return WRONG
  const limited = /^rate_limited:(\d+)$/.exec(error)
  if (limited) return `Too many tries. Wait ${waitInWords(Number(limited[1]))}, then try again.`
  if (error === 'banned' || error === 'AccessDenied') return 'This account may not sign in. Ask an admin of this server.'
  if (error === 'forbidden') return 'This server takes no new accounts. Ask an admin of it for one.'
  if (/^unavailable(:\d+)?$/.test(error)) return 'The server is busy or restarting. Try again in a moment.'
  // Anybody can put words into an address: only ours are shown.
  return 'Signing in did not work. Try again in a moment.'
}

/** What an OAuth round trip came back with. */
export function providerErrorInWords(error: string | undefined): string | null {
  if (!error) return null
  if (error === 'OAuthAccountNotLinked')
    return 'That e-mail address belongs to an account here already. Sign in with its password.'
  return error === 'SessionRequired' ? 'Sign in to go on.' : refusalInWords(error)
}

/** The page to open after signing in: a path of this site, never another one. Browsers read tabs and line breaks as nothing [A18]. */
export function safeReturnPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\]*$/.test(path) && !/\p{Cc}/u.test(path) ? path : '/'
}
