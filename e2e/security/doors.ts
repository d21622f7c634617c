import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CHECKOUT } from '#bin/fingerprint.ts'
import { FORM } from '../fixtures/http.ts'

/** A status for whoever is signed in, for whoever is not (a session that ended is none), and for whoever is banned. */
type Statuses = { owner?: number; signedIn: number; nobody: number; banned: number }

/** One question of the matrix. `of` is the file that answers it; the socket host's own have none. */
export type Door = {
  of: string | null
  method: string
  path: string | ((roomId: string) => string)
  statuses: Statuses
  headers?: Record<string, string>
  body?: () => string
}

const same = (status: number): Statuses => ({ signedIn: status, nobody: status, banned: status })
const known = (signedIn: number, nobody: number, banned = nobody): Statuses => ({ signedIn, nobody, banned })

const page = (of: string, at: Door['path'], statuses: Statuses): Door => ({ of, method: 'GET', path: at, statuses })
const NEXT_AUTH = 'api/auth/[...nextauth]/route.ts'
const get = (at: string, status: number): Door => ({
  of: NEXT_AUTH,
  method: 'GET',
  path: `/api/auth/${at}`,
  statuses: same(status),
})
/** Without the token of the form: it is not done, whoever asks. */
const post = (at: string, status: number): Door => ({
  ...{ of: NEXT_AUTH, method: 'POST', path: `/api/auth/${at}`, statuses: same(status) },
  ...{ headers: FORM, body: () => 'username=x&password=y' },
})

const JSON_TYPE = { 'content-type': 'application/json' }
/** A route of ours that anybody may ask. */
const open = (at: string, body: object, status: number): Door => ({
  ...{ of: `api/${at}/route.ts`, method: 'POST', path: `/api/${at}`, statuses: same(status) },
  ...{ headers: JSON_TYPE, body: () => JSON.stringify(body) },
})
/** A route about one's own account, asked for what it can't do: it says so to whoever is signed in. */
const own = (at: string, body: object, status = 400): Door => ({
  ...{ of: `api/account/${at}/route.ts`, method: 'POST', path: `/api/account/${at}`, statuses: known(status, 401, 403) },
  ...{ headers: JSON_TYPE, body: () => JSON.stringify(body) },
})

let made = 0
const NO_FILE = '01900000-0000-7000-8000-000000000000'

/** Every address there is, and what each role is answered. A new page or route is a line here; the test says when one is missing. */
export const DOORS: readonly Door[] = [
  page('(chat)/page.tsx', '/', known(200, 307)),
  page('(chat)/rooms/page.tsx', '/rooms', known(200, 307)),
  page('(chat)/discover/page.tsx', '/discover', known(200, 307)),
  page('(chat)/people/page.tsx', '/people', known(200, 307)),
  page('(chat)/drafts/page.tsx', '/drafts', known(200, 307)),
  page('(chat)/inbox/page.tsx', '/inbox', known(200, 307)),
  page('(chat)/settings/page.tsx', '/settings', known(200, 307)),
  page('(chat)/welcome/page.tsx', '/welcome', { ...known(307, 307), owner: 200 }),
  page('(chat)/search/page.tsx', '/search?q=from:me', known(200, 307)),
  page('(chat)/r/[roomId]/page.tsx', (roomId) => `/r/${roomId}`, known(200, 307)),
  page('offline/page.tsx', '/offline', same(200)),
  page('(auth)/sign-in/page.tsx', '/sign-in', known(307, 200)),
  page('(auth)/sign-up/page.tsx', '/sign-up', known(307, 200)),
  // A secret that is none says so, whoever asks.
  page('(auth)/join/[token]/page.tsx', `/join/${'x'.repeat(43)}`, same(200)),

  { of: 'api/emoji/[id]/route.ts', method: 'GET', path: '/api/emoji/nothing', statuses: known(404, 401, 403) },
  { of: 'api/avatars/[id]/route.ts', method: 'GET', path: '/api/avatars/nothing', statuses: known(404, 401, 403) },
  { of: 'api/files/[id]/route.ts', method: 'GET', path: '/api/files/nothing', statuses: known(404, 401, 403) },
  {
    ...{ of: 'api/invites/accept/route.ts', method: 'POST', path: '/api/invites/accept', statuses: known(404, 401, 403) },
    headers: { 'content-type': 'application/json' },
    body: () => JSON.stringify({ token: 'x'.repeat(43), role: 'owner' }),
  },
  { of: 'api/socket-token/route.ts', method: 'GET', path: '/api/socket-token', statuses: known(200, 401, 403) },
  {
    ...{ of: 'api/register/route.ts', method: 'POST', path: '/api/register', statuses: same(201) },
    headers: JSON_TYPE,
    body: () =>
      JSON.stringify({ username: `newcomer-${++made}-of-doors`, password: 'correct horse battery', role: 'owner', id: 'x' }),
  },

  page('(auth)/forgot/page.tsx', '/forgot', same(200)),
  page('(auth)/reset/[token]/page.tsx', '/reset/nothing', same(200)),
  // Here no mail is sent, and the answer says that to anybody.
  open('password/forgot', { email: 'somebody@example.org' }, 403),
  open('password/reset', { token: 'nothing', newPassword: 'correct horse battery' }, 404),
  { of: 'api/account/route.ts', method: 'GET', path: '/api/account', statuses: known(200, 401, 403) },
  own('password', {}),
  own('email', { email: 'nobody' }),
  own('delete', { username: 'nobody', messages: false }),
  { of: 'api/account/export/route.ts', method: 'GET', path: '/api/account/export', statuses: known(200, 401, 403) },
  page('(auth)/confirm-email/[token]/page.tsx', '/confirm-email/nothing', same(200)),
  open('confirm-email', { token: 'nothing' }, 404),
  own('second-step', {}),
  own('second-step/confirm', { code: '000000' }),
  own('second-step/codes', { code: '000000' }),
  own('second-step/end', { code: '000000' }),
  own('passkeys/begin', {}),
  own('passkeys/finish', { state: 'nothing', response: { id: 'x' } }, 404),
  own('passkeys/rename', { id: 'x', name: 'mine' }, 404),
  own('passkeys/remove', { id: 'x' }, 404),
  open('sign-in/passkey/begin', {}, 200),
  open('sign-in/passkey', { state: 'nothing', response: { id: 'x' } }, 404),
  open('sign-in/second-step', { challenge: 'nothing', code: '000000' }, 404),

  get('csrf', 200),
  get('providers', 200),
  get('session', 200),
  get('signin', 302),
  get('signin/credentials', 302),
  get('signout', 302),
  // next-auth's own way to say that a form is posted, not asked for.
  get('callback/credentials', 500),
  get('callback/nobody', 400),
  get('error', 302),
  get('verify-request', 200),
  get('nothing', 400),
  get('_log', 404),
  post('signin/credentials', 302),
  post('signout', 302),
  post('callback/credentials', 302),
  post('session', 400),
  post('csrf', 400),
  post('_log', 404),

  { of: null, method: 'GET', path: '/healthz', statuses: same(200) },
  { of: null, method: 'GET', path: '/readyz', statuses: same(200) },
  // An address that was not signed leads nowhere, whoever asks.
  { of: null, method: 'GET', path: `/files/${NO_FILE}?for=file&until=9999999999999&by=&sign=x`, statuses: same(404) },
  { of: null, method: 'PUT', path: `/files/${NO_FILE}?for=put&until=9999999999999&by=&sign=x`, statuses: same(404) },
  { of: null, method: 'POST', path: `/hooks/${'x'.repeat(43)}`, statuses: same(404), body: () => '{"text":"hello"}' },
  { of: null, method: 'GET', path: `/hooks/${'x'.repeat(43)}`, statuses: same(405) },
  // It opens a connection on which nobody is anybody before a token was shown.
  { of: null, method: 'GET', path: '/socket.io/?EIO=4&transport=polling', statuses: same(200) },
  { of: null, method: 'POST', path: '/socket.io/?EIO=4&transport=polling', statuses: same(400) },
]

const APP = path.join(CHECKOUT, 'app')
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Every page and route of the web. */
export const FILES: readonly string[] = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))

/** The methods that a route answers, and those it does not. */
export function methodsOf(file: string): { answered: string[]; refused: string[] } {
  const source = readFileSync(path.join(APP, file), 'utf8')
  const isAnswered = (method: string) =>
    new RegExp(`export (async )?(function|const) ${method}\\b|\\bas ${method}\\b`).test(source)
  return { answered: METHODS.filter(isAnswered), refused: METHODS.filter((method) => !isAnswered(method)) }
}
