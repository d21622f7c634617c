import type words from '#app/_words/en/pages.ts'
import { waitInWords } from '#app/_words/wait.ts'

export type SignInWords = (typeof words)['signIn']

/** next-auth hands on a code of its own, or the message that the accounts threw: `rate_limited:<ms>` tells the wait. */
export function refusalInWords(error: string | null, words: SignInWords, language?: string): string {
  if (error === null || error === 'CredentialsSignin') return words.wrong
  const limited = /^rate_limited:(\d+)$/.exec(error)
  if (limited) return words.tooMany.replace('{}', waitInWords(Number(limited[1]), language))
  if (error === 'banned' || error === 'AccessDenied') return words.banned
  if (error === 'forbidden') return words.closed
  if (/^unavailable(:\d+)?$/.test(error)) return words.restarting
  // Anybody can put words into an address: only ours are shown.
  return words.failed
}

/** What an OAuth round trip came back with. */
export function providerErrorInWords(error: string | undefined, words: SignInWords, language: string): string | null {
  if (!error) return null
  if (error === 'OAuthAccountNotLinked') return words.linked
  return error === 'SessionRequired' ? words.required : refusalInWords(error, words, language)
}

/** The page to open after signing in: a path of this site, never another one. Browsers read tabs and line breaks as nothing [A18]. */
export function safeReturnPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\]*$/.test(path) && !/\p{Cc}/u.test(path) ? path : '/'
}
