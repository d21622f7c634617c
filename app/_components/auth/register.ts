import { waitInWords } from '#app/_words/wait.ts'
import type { ProtocolError } from '#protocol/errors.ts'
import type { Registration } from '#protocol/http.ts'

/** Null when the account was made; otherwise what to say, and beside which fields. */
export type RegisterRefusal = { message: string; fields: Record<string, string> } | null

/** Asks `POST /api/register`. Never throws. */
export async function register(form: Registration): Promise<RegisterRefusal> {
  let answer: Response
  try {
    answer = await fetch('/api/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    })
  } catch {
    return { message: 'The server can’t be reached. Check your connection and try again.', fields: {} }
  }
  if (answer.status === 201) return null
  const error = await readError(answer)
  const fields = sentences(error?.fields ?? {})
  if (answer.status === 409) return { message: '', fields: { username: 'That username is taken. Choose another.', ...fields } }
  if (answer.status === 429) {
    const wait = error?.retryAfterMs ?? Number(answer.headers.get('retry-after') ?? 60) * 1000
    return { message: `Too many tries. Wait ${waitInWords(wait)}, then try again.`, fields: {} }
  }
  if (Object.keys(fields).length > 0) return { message: '', fields }
  if (answer.status === 403) return { message: error?.message ?? 'New accounts need an invite here.', fields: {} }
  return { message: error?.message ?? 'The account could not be made. Try again in a moment.', fields: {} }
}

async function readError(answer: Response): Promise<ProtocolError | null> {
  const json: unknown = await answer.json().catch(() => null)
  if (typeof json !== 'object' || json === null) return null
  const inner = 'error' in json && typeof json.error === 'object' ? json.error : json
  return inner as ProtocolError
}

const labels: Record<string, string> = {
  username: 'Username',
  password: 'Password',
  displayName: 'Display name',
  email: 'E-mail',
  invite: 'Code',
}

/** Field errors come as predicates ("must have at least 8 characters"): they become sentences. */
function sentences(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const sentence = /^[a-z]/.test(text) ? `${labels[name] ?? name} ${text}` : text
      return [name, /[.!?]$/.test(sentence) ? sentence : `${sentence}.`]
    }),
  )
}
