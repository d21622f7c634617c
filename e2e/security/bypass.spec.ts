import { readFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { uuidv7 } from 'uuidv7'
import { CHECKOUT } from '#bin/fingerprint.ts'
import { createRoles, type People, shutOut } from '#server/testing/roles.ts'
import { type Answer, ask, sessionCookie } from '../fixtures/http.ts'
import { PASSWORD } from '../fixtures/people.ts'
import { expect, test } from '../fixtures/test.ts'

let people: People
/** Of nobody, of somebody banned, and of a session that was ended. */
let cookies: string[]
let good: string

test.beforeAll(async ({ installation }) => {
  people = await createRoles(installation, { password: PASSWORD })
  const cookieOf = (role: keyof People) => sessionCookie(installation.url(), people[role].username, PASSWORD)
  good = await cookieOf('member')
  cookies = ['', await cookieOf('banned'), await cookieOf('revoked')]
  await shutOut(people, installation)
  await installation.database.pool.query('UPDATE session SET ended_at = now() WHERE user_id = $1', [people.revoked.id])
})

const PROTECTED = ['/', '/rooms', '/discover', `/r/${uuidv7()}`, '/api/socket-token', '/api/auth/session']
const BUILD = readFileSync(path.join(CHECKOUT, '.next/BUILD_ID'), 'utf8').trim()

/** Each was, or could be, a way past a lock that stands in front of a page instead of in it. */
const HEADERS: Record<string, string>[] = [
  ...['middleware', 'src/middleware', 'pages/_middleware', 'proxy', 'src/proxy', 'app/proxy'].flatMap((name) => [
    { 'x-middleware-subrequest': name },
    { 'x-middleware-subrequest': Array(5).fill(name).join(':') },
  ]),
  { 'x-middleware-next': '1' },
  { 'x-middleware-rewrite': '/r/x' },
  { 'x-middleware-set-cookie': 'next-auth.session-token=x' },
  { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': 'x' },
  { 'x-nextjs-data': '1' },
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  ...['/_tree', '/_full', '/_index', '/(chat)/__PAGE__', '/r/$d$roomId/__PAGE__'].map((segment) => ({
    ...{ rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': segment },
  })),
  { rsc: '1', 'next-router-state-tree': encodeURIComponent(JSON.stringify(['', { children: ['(chat)', {}] }, null, 'refetch'])) },
  { 'next-action': '0'.repeat(40) },
  { 'x-matched-path': '/r/[roomId]' },
  { 'x-invoke-path': '/rooms', 'x-invoke-status': '200' },
  { 'x-now-route-matches': '1=x' },
  { 'x-prerender-revalidate': 'x' },
  { 'x-original-url': '/sign-in', 'x-rewrite-url': '/sign-in' },
  { 'x-http-method-override': 'GET' },
  { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-parley-local': 'yes', 'x-parley-inner': 'a guess' },
  { 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'https' },
  { authorization: 'Bearer %E0%A4%A' },
  { cookie: 'next-auth.session-token=' },
  { cookie: 'next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..x.x.x' },
  { cookie: 'next-auth.session-token.0=x; next-auth.session-token.1=y; __Secure-next-auth.session-token=z; __proto__=1' },
]
const addresses = (at: string): string[] => [
  ...[`${at}?_rsc=1`, `${at}?_rsc=1&next=/`, `${at}.rsc`, `${at}.txt`, `${at}.json`, `${at}.html`],
  ...[`${at}.segments/_tree.segment.rsc`, `${at}.segments/_full.segment.rsc`],
  ...[`/_next/data/${BUILD}${at === '/' ? '/index' : at}.json`, `/_next/data/${BUILD}${at}.rsc`, `/_next/data/x${at}.json`],
  ...[`/${at}`, `//${at}`, `/.${at}`, `/x/..${at}`, `${at}/`, `${at}/.`, `${at}%2f`, `%2f${at.slice(1)}`, `/%2f${at.slice(1)}`],
  ...[
    at.replaceAll('/', '%2f'),
    at.replaceAll('/', '\\'),
    at.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  ],
  ...[
    `/en${at}`,
    `${at};x=1`,
    `${at}%00`,
    `${at}%20`,
    `${at.toUpperCase()}`,
    `${at}?roomId=x&nxtProomId=x&nextInternalLocale=en`,
  ],
  ...[`/(chat)${at}`, `/[roomId]${at}`, `/_next/../${at}`, `/_next/image?url=${encodeURIComponent(at)}&w=64&q=75`],
]

/** A token, or anybody's name: all there is in a page that is not in the sign-in page. */
const isTold = ({ text, headers }: Answer) => {
  const all = text + JSON.stringify(headers)
  return (
    /eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(all) ||
    Object.values(people).some(({ id, username }) => all.includes(id) || all.includes(username))
  )
}

for (const at of PROTECTED) {
  test(`${at.replace(/[0-9a-f-]{36}/, ':roomId')} shows nothing to whoever is not signed in, whatever they add to it [H3]`, async ({
    installation,
  }) => {
    test.slow()
    const told: string[] = []
    for (const origin of [installation.url(), installation.web]) {
      // The web alone is asked without a cookie: who is looked up is the same in both ways.
      for (const cookie of origin === installation.web ? [''] : cookies) {
        for (const more of HEADERS) {
          const answer = await ask(origin, at, { headers: { ...(cookie ? { cookie } : {}), ...more } })
          if (isTold(answer)) told.push(`${JSON.stringify(more)} ${answer.status}`)
        }
        for (const address of addresses(at)) {
          const answer = await ask(origin, address, { headers: cookie ? { cookie } : {} })
          if (isTold(answer)) told.push(`${address} ${answer.status}`)
        }
      }
    }
    expect(told).toEqual([])
    // It could fail: who is signed in is told.
    expect(isTold(await ask(installation.url(), at, { headers: { cookie: good } }))).toBe(true)
    expect(isTold(await ask(installation.web, at, { headers: { cookie: good } }))).toBe(true)
  })
}

test('what asks for another host is not asked on there [H4]', async ({ installation }) => {
  let calls = 0
  const elsewhere = net.createServer((socket) => {
    calls += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(elsewhere.address() as net.AddressInfo).port}`

  /** Sends bytes and resolves when the other end has answered, or closed the connection. */
  const send = (origin: string, text: string) =>
    new Promise<void>((resolve) => {
      const { hostname, port } = new URL(origin)
      const socket = net.connect(Number(port), hostname, () => socket.write(text))
      socket.once('data', () => socket.destroy())
      socket.on('error', () => undefined)
      socket.once('close', () => resolve())
      // What is left open without a word is as good as closed: nothing is on its way.
      socket.setTimeout(1_000, () => socket.destroy())
    })
  const UPGRADE =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  const targets = [
    ...[`http://${host}/`, `ws://${host}/`, `https://${host}/`, `http://${host}/socket.io/?EIO=4&transport=websocket`],
    ...[
      `//${host}/`,
      `/\\${host}/`,
      `@${host}/`,
      `http:${host}/`,
      `/_next/image?url=${encodeURIComponent(`http://${host}/a.png`)}&w=64&q=75`,
    ],
  ]
  for (const origin of [installation.url(), installation.web]) {
    const own = new URL(origin).host
    for (const target of targets) {
      for (const named of [own, host]) {
        await send(origin, `GET ${target} HTTP/1.1\r\nHost: ${named}\r\n${UPGRADE}\r\n`)
        await send(origin, `GET ${target} HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\n\r\n`)
      }
    }
    await send(origin, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    await send(origin, `GET /rooms HTTP/1.1\r\nHost: ${own}\r\nX-Forwarded-Host: ${host}\r\nConnection: close\r\n\r\n`)
    await send(
      origin,
      `POST / HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nNext-Action: ${'0'.repeat(40)}\r\nContent-Length: 2\r\n\r\n[]`,
    )
  }
  expect(calls).toBe(0)
  // It could fail: a call there is counted.
  await send(`http://${host}`, 'GET / HTTP/1.1\r\n\r\n')
  expect(calls).toBe(1)
  await new Promise((resolve) => elsewhere.close(resolve))
})
