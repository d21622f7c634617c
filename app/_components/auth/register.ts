import type words from '#app/_words/en/pages.ts'
import { waitInWords } from '#app/_words/wait.ts'
import type { ProtocolError } from '#protocol/errors.ts'
import type { Registration } from '#protocol/http.ts'

export type SignUpWords = Pick<typeof words, 'signIn' | 'signUp' | 'server'>

/** Null when the account was made; otherwise what to say, and beside which fields. */
export type RegisterRefusal = { message: string; fields: Record<string, string> } | null

/** Asks `POST /api/register`. Never throws. */
export async function register(form: Registration, { signIn, signUp, server }: SignUpWords): Promise<RegisterRefusal> {
  let answer: Response
  try {
    answer = await fetch('/api/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    })
  } catch {
    return { message: signIn.unreachable, fields: {} }
  }
  if (answer.status === 201) return null
  const error = await readError(answer)
  const { username, password, displayName, email, code } = signUp
  const fields = sentences(error?.fields ?? {}, { username, password, displayName, email, invite: code }, server)
  if (answer.status === 409) return { message: '', fields: { username: signUp.taken, ...fields } }
  if (answer.status === 429) {
    const wait = error?.retryAfterMs ?? Number(answer.headers.get('retry-after') ?? 60) * 1000
    return { message: signIn.tooMany.replace('{}', waitInWords(wait)), fields: {} }
  }
  if (Object.keys(fields).length > 0) return { message: '', fields }
  const said = error?.message === undefined ? undefined : (server[error.message] ?? error.message)
  return { message: said ?? (answer.status === 403 ? signIn.needsInvite : signUp.failed), fields: {} }
}

async function readError(answer: Response): Promise<ProtocolError | null> {
  const json: unknown = await answer.json().catch(() => null)
  if (typeof json !== 'object' || json === null) return null
  const inner = 'error' in json && typeof json.error === 'object' ? json.error : json
  return inner as ProtocolError
}

/** Field errors come as predicates ("must have at least 8 characters"): they become sentences. */
export function sentences(fields: Record<string, string>, labels: Record<string, string>, server: SignUpWords['server']) {
  const said = (text: string) => server[text.replace(/\d+/, '#')]?.replace('#', /\d+/.exec(text)?.[0] ?? '') ?? text
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const sentence = /^[a-z]/.test(text) ? `${labels[name] ?? name} ${said(text)}` : said(text)
      return [name, /[.!?]$/.test(sentence) ? sentence : `${sentence}.`]
    }),
  )
}
