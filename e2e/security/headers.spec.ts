import { uuidv7 } from 'uuidv7'
import { type Answer, ask, HTTPS, sessionCookie } from '../fixtures/http.ts'
import { startInstallation } from '../fixtures/installation.ts'
import { makeAccount, PASSWORD } from '../fixtures/people.ts'
import { composer, messages, openRoom, row, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'
import { DOORS } from './doors.ts'

/** Of every answer. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'cross-origin-resource-policy': 'same-origin',
}
const OVER_HTTPS = { 'strict-transport-security': 'max-age=31536000', 'cross-origin-opener-policy': 'same-origin' }
const OF_NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What is there beside pages and routes, and what is not. */
const OTHERS = [
  ['GET', '/favicon.svg'],
  ['GET', '/icon-192.png'],
  ['GET', '/manifest.webmanifest'],
  ['GET', '/emoji/en.json'],
  ['GET', '/_next/static/nothing.js'],
  ['GET', '/_next/image?url=nothing'],
  ['GET', '/nothing'],
  ['GET', '/r/nothing'],
  ['GET', '/api/nothing'],
  ['GET', '/%ff'],
  ['GET', '//'],
  ['PUT', '/api/register'],
  ['POST', '/'],
  ['OPTIONS', '/api/register'],
  ['GET', '/socket.io/?EIO=3&transport=polling'],
  ['GET', '/socket.io/?EIO=4&transport=polling&sid=nothing'],
  ['DELETE', '/socket.io/'],
] as const

const isPage = ({ headers, text }: Answer) => /^text\/html/.test(headers['content-type'] ?? '') && text.includes('<html')
/** A page's own policy, directive by directive. */
const policyOf = (answer: Answer): Record<string, string> =>
  Object.fromEntries(
    String(answer.headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]),
  )
const nonceOf = (answer: Answer) => /'nonce-([^']+)'/.exec(policyOf(answer)['script-src'] ?? '')?.[1]
const scriptsOf = ({ text }: Answer) => [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)

const asked = [...DOORS.map(({ method, path }) => [method, typeof path === 'string' ? path : path(uuidv7())] as const), ...OTHERS]

let cookie: string

test.beforeAll(async ({ installation }) => {
  const { username } = await makeAccount(installation, 'Ada')
  cookie = await sessionCookie(installation.url(), username, PASSWORD)
})

for (const [method, path] of asked) {
  test(`${method} ${path.replace(/[0-9a-f-]{36}/, ':roomId')} says how its answer may be used [H1]`, async ({ installation }) => {
    const origin = installation.url()
    for (const headers of [{}, { cookie }]) {
      const plain = await ask(origin, path, { method, headers })
      const secure = await ask(origin, path, { method, headers: { ...headers, ...HTTPS } })
      for (const answer of [plain, secure]) {
        expect(answer.headers).toMatchObject(EVERYWHERE)
        expect(answer.headers['x-powered-by']).toBeUndefined()
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
        expect(answer.headers['content-security-policy']).toMatch(/^default-src '(self|none)'; .*frame-ancestors 'none'/)
        // A stack names the files it is of.
        expect(answer.text).not.toMatch(/\n\s+at .+:\d+:\d+|node_modules|server\/core/)
        if (path.startsWith('/api/')) expect(answer.headers['cache-control']).toMatch(/no-store/)
        // Where no page is, "not found" is drawn without anything loaded.
        if (!isPage(answer) || /^\/(api|_next)\//.test(path)) continue
        const nonce = nonceOf(answer)
        expect(nonce).toMatch(/^[\w+/]{22}==$/)
        expect(scriptsOf(answer).length).toBeGreaterThan(0)
        for (const tag of scriptsOf(answer)) expect(tag).toContain(`nonce="${nonce}"`)
        expect(answer.text).not.toMatch(/\son\w+=["']|href="javascript:/)
        expect(answer.headers['cache-control']).toMatch(/no-store/)
      }
      expect(secure.headers).toMatchObject(OVER_HTTPS)
      for (const name of Object.keys(OVER_HTTPS)) expect(plain.headers[name]).toBeUndefined()
    }
  })
}

test('what is no page may load nothing; a page loads from here, and runs what carries its nonce [H2]', async ({
  installation,
}) => {
  const [json, file, health, page, again] = await Promise.all(
    ['/api/auth/session', '/_next/static/nothing.js', '/healthz', '/sign-in', '/sign-in'].map((path) =>
      ask(installation.url(), path),
    ),
  )
  for (const answer of [json, file, health]) expect(answer?.headers['content-security-policy']).toBe(OF_NO_PAGE)
  const nonce = nonceOf(page!)
  expect(policyOf(page!)).toMatchObject({
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'`,
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  })
  expect(policyOf(page!)['connect-src']).toContain(`ws://${new URL(installation.url()).host}`)
  expect(nonceOf(again!)).not.toBe(nonce)
  expect(page!.text).not.toContain(nonceOf(again!)!)
})

test('pictures are not worked on by the web', async ({ installation }) => {
  const picture = `/_next/image?url=${encodeURIComponent('/icon-192.png')}&w=64&q=75`
  expect((await ask(installation.url(), '/icon-192.png')).status).toBe(200)
  expect((await ask(installation.url(), picture)).status).toBe(404)
})

test('a request brings no nonce of its own [H2]', async ({ installation }) => {
  const mine = { 'content-security-policy': "script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaa=='", 'x-nonce': 'aaaaaaaaaaaaaaaaaaaaaa==' }
  const answer = await ask(installation.url(), '/sign-in', { headers: mine })
  expect(answer.text).not.toContain('aaaaaaaaaaaaaaaaaaaaaa')
  expect(nonceOf(answer)).toBeDefined()
})

test('signing in and talking in a room breaks no policy, and what would break it is stopped [H2]', async ({
  openBrowser,
  someone,
  roomOf,
}) => {
  const ben = await someone('Ben')
  const room = await roomOf(ben)
  const ada = await openBrowser('Ada')
  const page = await ada.context.newPage()
  const violations: string[] = []
  await page.exposeFunction('tellViolation', (what: string) => violations.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { tellViolation } = window as unknown as { tellViolation(what: string): void }
      tellViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`)
    })
  })
  await page.goto(`${ben.origin}/r/${room.id}`)
  await page.getByLabel('Username').fill(ben.username)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(composer(page, `#${room.name}`)).toBeVisible()
  await write(page, 'Words with **weight** and `code` 🙂')
  await expect(row(messages(page), 'Words with weight')).toBeVisible()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await openRoom(ben, room)
  await write(ben.page, 'An answer')
  await expect(row(messages(page), 'An answer')).toBeVisible()
  expect(violations).toEqual([])

  ada.trouble.expect(/Content Security Policy|evil\.test|nothing\.png/)
  await page.evaluate(() => {
    const inline = document.createElement('div')
    inline.innerHTML = '<img src="/nothing.png" onerror="window.broken = true"><img src="https://evil.test/p.png">'
    document.body.append(inline)
  })
  await expect.poll(() => violations.map((one) => one.split(' ')[0]).sort()).toEqual(['img-src', 'script-src-attr'])
  expect(await page.evaluate(() => 'broken' in window)).toBe(false)
})

test('a page of one’s own is kept by no cache, and framed by no site', async ({ installation }) => {
  const answer = await ask(installation.url(), '/', { headers: { cookie } })
  expect(answer.headers['cache-control']).toMatch(/private.*no-store/)
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
})

test('a page and a route that fail say no more than that, with the same headers [H1]', async () => {
  const broken = await startInstallation()
  const { username } = await makeAccount(broken, 'Ada')
  const headers = { cookie: await sessionCookie(broken.url(), username, PASSWORD) }
  await broken.database.pool.query('ALTER TABLE session RENAME TO session_elsewhere')
  for (const [path, status] of [
    ['/', 500],
    ['/sign-in', 500],
    ['/api/socket-token', 503],
  ] as const) {
    const answer = await ask(broken.url(), path, { headers })
    expect([path, answer.status]).toEqual([path, status])
    expect(answer.headers).toMatchObject(EVERYWHERE)
    expect(answer.headers['cache-control']).toMatch(/no-store/)
    expect(answer.text).not.toMatch(/session_elsewhere|relation|\n\s+at |node_modules/)
    for (const tag of scriptsOf(answer)) expect(tag).toContain(`nonce="${nonceOf(answer)}"`)
  }
  await broken.close()
})
