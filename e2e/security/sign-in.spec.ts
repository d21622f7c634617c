import { decode } from 'next-auth/jwt'
import { TEST_SECRET } from '#server/testing/env.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { type Answer, ask, cookiesOf, csrf, FORM, HTTPS, postSignIn, sessionCookie } from '../fixtures/http.ts'
import { type Installation, startInstallation } from '../fixtures/installation.ts'
import { makeAccount, PASSWORD } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** What a page of another site can have a browser send, each with the cookies of whoever looks at it. */
const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.test' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://localhost.evil.test' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' },
]

test.describe('what changes something is done for this site’s own pages only [A17]', () => {
  let origin: string
  let session: string
  let signed: string
  let username: string
  test.beforeAll(async ({ installation }) => {
    origin = installation.url()
    const person = await makeAccount(installation, 'Ada')
    username = person.username
    session = await sessionCookie(origin, username, PASSWORD)
    signed = person.id
  })
  const isSignedIn = async () => (await ask(origin, '/api/auth/session', { headers: { cookie: session } })).text.includes(signed)
  const counts = async (installation: Installation) =>
    (
      await installation.database.pool.query(
        'SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM session) AS sessions',
      )
    ).rows[0]

  const account = () => JSON.stringify({ username: `forged-${crypto.randomUUID().slice(0, 8)}`, password: PASSWORD })

  test('no account is made for another page, as a form or by a look', async ({ installation }) => {
    const before = await counts(installation)
    for (const foreign of FOREIGN) {
      const answer = await ask(origin, '/api/register', {
        method: 'POST',
        headers: { ...JSON_TYPE, ...foreign },
        body: account(),
      })
      expect([foreign, answer.status]).toEqual([foreign, 403])
    }
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
      'application/jsonp',
      'text/json',
    ]) {
      const answer = await ask(origin, '/api/register', {
        ...{ method: 'POST', body: account() },
        headers: type === '' ? {} : { 'content-type': type },
      })
      expect([type, answer.status]).toEqual([type, 400])
    }
    const query = new URLSearchParams({ username: 'by-a-look', password: PASSWORD })
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      expect((await ask(origin, `/api/register?${query}`, { method })).status).toBe(405)
    }
    expect(await counts(installation)).toEqual(before)
    // It could fail.
    expect(
      (await ask(origin, '/api/register', { method: 'POST', headers: { ...JSON_TYPE, origin }, body: account() })).status,
    ).toBe(201)
  })

  test('nobody is signed in by another page, or without the form’s token', async ({ installation }) => {
    const before = await counts(installation)
    const fields = { username, password: PASSWORD }
    const { token, cookie } = await csrf(origin)
    const post = (body: Record<string, string>, headers: Record<string, string>) =>
      ask(origin, '/api/auth/callback/credentials', {
        ...{ method: 'POST', headers: { ...FORM, ...headers }, body: new URLSearchParams(body).toString() },
      })
    for (const foreign of FOREIGN) {
      expect((await post({ ...fields, csrfToken: token }, { cookie, ...foreign })).status).toBe(403)
    }
    const other = await csrf(origin)
    const tokens: [Record<string, string>, Record<string, string>][] = [
      [fields, { cookie }],
      [{ ...fields, csrfToken: '' }, { cookie }],
      [{ ...fields, csrfToken: token }, {}],
      [{ ...fields, csrfToken: token }, { cookie: other.cookie }],
      [{ ...fields, csrfToken: token }, { cookie: 'next-auth.csrf-token=x' }],
      [{ ...fields, csrfToken: token }, { cookie: `next-auth.csrf-token=${token}%7C${token}` }],
      [
        { ...fields, csrfToken: token },
        { cookie, 'content-type': 'text/plain' },
      ],
    ]
    for (const [body, headers] of tokens) {
      const answer = await post(body, headers)
      expect(cookiesOf(answer)).not.toContain('session-token=ey')
      expect(answer.headers.location ?? '').not.toBe(origin)
    }
    await ask(origin, `/api/auth/callback/credentials?${new URLSearchParams({ ...fields, csrfToken: token })}`, {
      headers: { cookie },
    })
    expect(await counts(installation)).toEqual(before)
    expect(cookiesOf(await post({ ...fields, csrfToken: token }, { cookie, origin }))).toContain('session-token=ey')
  })

  test('nobody is signed out by another page, by a look, or without the form’s token', async () => {
    const { token, cookie } = await csrf(origin)
    const signOut = (body: Record<string, string>, headers: Record<string, string>, method = 'POST') =>
      ask(origin, '/api/auth/signout', {
        ...{
          method,
          headers: { ...FORM, ...headers },
          ...(method === 'POST' ? { body: new URLSearchParams(body).toString() } : {}),
        },
      })
    const both = `${cookie}; ${session}`
    for (const foreign of FOREIGN) expect((await signOut({ csrfToken: token }, { cookie: both, ...foreign })).status).toBe(403)
    await signOut({}, { cookie: both })
    await signOut({ csrfToken: 'x' }, { cookie: both })
    await signOut({ csrfToken: token }, { cookie: session })
    await signOut({ csrfToken: token }, { cookie: both, 'content-type': 'text/plain' })
    await signOut({}, { cookie: both }, 'GET')
    expect(await isSignedIn()).toBe(true)
    await signOut({ csrfToken: token }, { cookie: both, origin })
    expect(await isSignedIn()).toBe(false)
  })
})

test.describe('cookies', () => {
  const flagsOf = (answer: Answer) =>
    Object.fromEntries(
      (answer.headers['set-cookie'] ?? []).map((cookie) => [cookie.split('=')[0] ?? '', cookie.split('; ').slice(1)]),
    )

  test('are not shown to scripts or other sites, and over https to nobody else [A10]', async ({ installation }) => {
    const { username } = await makeAccount(installation, 'Ada')
    for (const headers of [{}, HTTPS]) {
      const isSecure = headers === HTTPS
      const token = await ask(installation.url(), '/api/auth/csrf', { headers })
      const signedIn = await postSignIn(installation.url(), { username, password: PASSWORD }, headers)
      const cookies = { ...flagsOf(token), ...flagsOf(signedIn) }
      expect(Object.keys(cookies).sort()).toEqual(
        isSecure
          ? ['__Host-next-auth.csrf-token', '__Secure-next-auth.callback-url', '__Secure-next-auth.session-token']
          : ['next-auth.callback-url', 'next-auth.csrf-token', 'next-auth.session-token'],
      )
      for (const flags of Object.values(cookies)) {
        expect(flags).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Lax', ...(isSecure ? ['Secure'] : [])]))
        expect(flags.some((flag) => flag.startsWith('Domain'))).toBe(false)
      }
    }
  })

  test('one of a session over plain http is none over https', async ({ installation }) => {
    const { username, id } = await makeAccount(installation, 'Ada')
    const cookie = await sessionCookie(installation.url(), username, PASSWORD)
    const look = async (headers = {}) =>
      (await ask(installation.url(), '/api/auth/session', { headers: { cookie, ...headers } })).text
    expect(await look()).toContain(id)
    expect(await look(HTTPS)).not.toContain(id)
  })
})

test('each sign-in is a session of its own: none that was there before is taken over [A10]', async ({ installation }) => {
  const origin = installation.url()
  const [ada, mallory] = [await makeAccount(installation, 'Ada'), await makeAccount(installation, 'Mallory')]
  const sessionOf = async (cookie: string) =>
    (await decode({ token: cookie.split('=').slice(1).join('='), secret: TEST_SECRET })) as { sub: string; sid: string }
  const planted = await sessionCookie(origin, mallory.username, PASSWORD)
  // Somebody put their own session into Ada's browser before she signs in.
  const first = await sessionCookie(origin, ada.username, PASSWORD, { cookie: planted })
  const second = await sessionCookie(origin, ada.username, PASSWORD, { cookie: first })
  const sessions = await Promise.all([planted, first, second].map(sessionOf))
  expect(sessions.map(({ sub }) => sub)).toEqual([mallory.id, ada.id, ada.id])
  expect(new Set(sessions.map(({ sid }) => sid)).size).toBe(3)
  expect((await ask(origin, '/api/auth/session', { headers: { cookie: planted } })).text).toContain(mallory.id)
})

test('signing out ends the token too, before its time has come [A11]', async ({ installation }) => {
  const origin = installation.url()
  const { username } = await makeAccount(installation, 'Ada')
  const cookie = await sessionCookie(origin, username, PASSWORD)
  const { token } = JSON.parse((await ask(origin, '/api/socket-token', { headers: { cookie } })).text) as { token: string }
  const client = await connectRaw(origin, { token: async () => token })
  const { token: csrfToken, cookie: csrfCookie } = await csrf(origin)
  await ask(origin, '/api/auth/signout', {
    ...{ method: 'POST', headers: { ...FORM, cookie: `${csrfCookie}; ${cookie}` } },
    body: new URLSearchParams({ csrfToken }).toString(),
  })
  await client.hear('session:ended')
  await expect(connectRaw(origin, { token: async () => token })).rejects.toMatchObject({ data: { code: 'unauthorized' } })
  expect((await ask(origin, '/api/socket-token', { headers: { cookie } })).status).toBe(401)
})

test.describe('nobody is sent to another site [A18]', () => {
  const ELSEWHERE = [
    ...[
      'https://evil.test',
      '//evil.test',
      '\\\\evil.test',
      '/\\evil.test',
      '/\t/evil.test',
      '///evil.test',
      'https:evil.test',
      'https:/evil.test',
    ],
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      ' https://evil.test',
      '%2f%2fevil.test',
      'http://[',
      'blob:x',
    ],
  ]
  /** Where a browser that is at `origin` would go. */
  const leadsTo = (origin: string, location: string) =>
    URL.canParse(location, origin) ? new URL(location, origin).origin : 'nowhere'

  test('after signing in or out, by whatever was asked for or kept', async ({ installation }) => {
    const origin = installation.url()
    const { username } = await makeAccount(installation, 'Ada')
    for (const callbackUrl of ELSEWHERE) {
      const asked = new URLSearchParams({ callbackUrl }).toString()
      const kept = { cookie: `next-auth.callback-url=${encodeURIComponent(callbackUrl)}` }
      const { token, cookie } = await csrf(origin)
      const form = {
        ...{ method: 'POST', headers: { ...FORM, cookie } },
        body: new URLSearchParams({ callbackUrl, csrfToken: token, username, password: PASSWORD }).toString(),
      }
      const answers = await Promise.all([
        ask(origin, `/api/auth/signin?${asked}`),
        ask(origin, `/api/auth/signin/credentials?${asked}`),
        ask(origin, `/api/auth/signout?${asked}`),
        ask(origin, `/api/auth/error?${asked}&error=${encodeURIComponent(callbackUrl)}`),
        ask(origin, `/api/auth/signin`, { headers: kept }),
        ask(origin, '/api/auth/callback/credentials', form),
        ask(origin, '/api/auth/signin/credentials', form),
        ask(origin, '/api/auth/signout', form),
        ask(origin, '/api/auth/signout', { ...form, body: `${form.body}&json=true` }),
        ask(origin, '/api/auth/callback/credentials', { ...form, body: `${form.body}&json=true` }),
      ])
      for (const { headers, text } of answers) {
        const told = text.startsWith('{') ? ((JSON.parse(text) as { url?: string }).url ?? '') : ''
        expect(leadsTo(origin, headers.location ?? ''), `${callbackUrl}: ${headers.location}`).toBe(origin)
        expect(leadsTo(origin, told), `${callbackUrl}: ${told}`).toBe(origin)
        for (const cookie of headers['set-cookie'] ?? []) {
          if (!cookie.includes('callback-url=')) continue
          expect(leadsTo(origin, decodeURIComponent(/callback-url=([^;]*)/.exec(cookie)?.[1] ?? ''))).toBe(origin)
        }
      }
    }
  })

  test('by the sign-in page, signed in already or not', async ({ installation }) => {
    const origin = installation.url()
    const { username } = await makeAccount(installation, 'Ada')
    const cookie = await sessionCookie(origin, username, PASSWORD)
    for (const next of ELSEWHERE) {
      const { status, headers } = await ask(origin, `/sign-in?next=${encodeURIComponent(next)}`, { headers: { cookie } })
      expect(status).toBe(307)
      expect(leadsTo(origin, headers.location ?? ''), `${next}: ${headers.location}`).toBe(origin)
    }
    for (const at of [
      '//evil.test',
      '//evil.test/..',
      '/\\evil.test',
      '/%5cevil.test',
      '/%2f/evil.test',
      '/.//evil.test',
      '/r//evil.test/',
    ]) {
      const { headers } = await ask(origin, at)
      expect(leadsTo(origin, headers.location ?? ''), `${at}: ${headers.location}`).toBe(origin)
    }
  })
})

test('wrong passwords are counted whatever the name is spelled like and wherever the caller says they are [A6, A16]', async ({
  installation,
}) => {
  const origin = installation.url()
  const { username } = await makeAccount(installation, 'Ada')
  const spellings = [
    username,
    username.toUpperCase(),
    ` ${username} `,
    username.replace('ada', 'ＡＤＡ'),
    username.replace('a', 'A'),
  ]
  const codes: number[] = []
  for (const [n, spelling] of [...spellings, username].entries()) {
    const from = { 'x-forwarded-for': `198.51.100.${n}`, 'x-real-ip': `198.51.100.${n}`, forwarded: `for=198.51.100.${n}` }
    codes.push((await postSignIn(origin, { username: spelling, password: 'wrong' }, from)).status)
  }
  expect(codes).toEqual([401, 401, 401, 401, 401, 429])
  const told = await postSignIn(origin, { username, password: PASSWORD })
  expect(told.status).toBe(429)
  expect(Number(told.headers['retry-after'])).toBeGreaterThan(600)
})

test('twenty who register at once where nobody is yet: one of them is owner [A8]', async () => {
  const fresh = await startInstallation()
  const names = Array.from({ length: 20 }, (_, n) => `founder${n}`)
  const answers = await Promise.all(
    names.map((username) =>
      ask(fresh.url(), '/api/register', {
        ...{ method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ username, password: PASSWORD, role: 'owner' }) },
      }),
    ),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const { rows } = await fresh.database.pool.query('SELECT role, count(*)::int AS n FROM users GROUP BY role ORDER BY role')
  expect(rows).toEqual([
    { role: 'owner', n: 1 },
    { role: 'member', n: 19 },
  ])
  await fresh.close()
})
