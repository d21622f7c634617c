import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { findFreePort } from '#server/database/postmaster.ts'
import { startRedis } from '#server/live/testing/redis-server.ts'
import { createTestDatabase } from '#server/testing/database.ts'
import { startCluster } from '#server/testing/server.ts'
import { sharedRedisUrl, templateUrl } from '#server/testing/shared.ts'
import { type Finding, look } from './doctor/finding.ts'
import { lookFromOutside } from './doctor/reach.ts'
import { runCommand } from './testing/run-command.ts'

const NEXTAUTH_SECRET = 'qJ4nV0c8yTzLw2eR7uKp1sXhB5mGdF3a'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function examine(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const ports = { PORT: String(await findFreePort()), SOCKET_PORT: String(await findFreePort()) }
  const running = runCommand(['doctor'], {
    folder,
    variables: { ...ports, NEXTAUTH_SECRET, LIMIT_CONNECTIONS: '500', ...variables },
  })
  const { code } = await running.ended
  const output = running.output()
  expect(output, 'a stack trace').not.toMatch(/^ {4}at /m)
  return { code, output }
}

describe('[O4] npm run doctor', () => {
  it('finds nothing wrong before the first start, and changes nothing', async () => {
    const { code, output } = await examine({ NEXTAUTH_SECRET: '' })
    expect(output).toMatch(/Nothing is wrong\./)
    expect(code).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  })

  it('finds nothing wrong with a database and a Redis that work', async () => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    const { code, output } = await examine({ DATABASE_URL: database.url, REDIS_URL: sharedRedisUrl() })
    expect(output).toMatch(/✓ PostgreSQL +\d+.* ms away/)
    expect(output).toMatch(/✓ PostgreSQL +what is told on it is heard/)
    expect(output).toMatch(/✓ migrations +all \d+ are applied/)
    expect(output).toMatch(/✓ Redis +what is published is heard/)
    expect(code).toBe(0)
  })

  it('tells all that is wrong at once, each with what to do, and ends with 1', async () => {
    writeFileSync(path.join(folder, '.env'), 'DATABSE_POOL=20\n')
    const redis = await startRedis(['--requirepass', 'right'])
    onTestFinished(() => redis.kill())
    const port = await findFreePort()
    const { code, output } = await examine({
      DATABASE_URL: `postgresql://parley:hunter2@127.0.0.1:${port}/parley`,
      REDIS_URL: redis.url,
    })
    expect(output).toMatch(/! settings +DATABSE_POOL in \.env is no setting of Parley: DATABASE_POOL is\./)
    expect(output).toMatch(/✗ PostgreSQL +DATABASE_URL leads to .*, where no PostgreSQL listens: start it/)
    expect(output).toMatch(/✗ Redis +REDIS_URL has a name or password that .* refuses/)
    expect(output).not.toContain('hunter2')
    expect(code).toBe(1)
  })

  it('finds a database that a newer version upgraded, and one whose user may make no tables', async () => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    await database.pool.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29990101000000_newer', now())",
    )
    const role = `doctor_${process.pid}`
    await database.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'doctor'; GRANT SELECT ON _prisma_migrations TO ${role}`)
    onTestFinished(() =>
      database.pool.query(`REVOKE ALL ON _prisma_migrations FROM ${role}; DROP ROLE ${role}`).then(() => undefined),
    )
    const url = Object.assign(new URL(database.url), { username: role, password: 'doctor' }).href
    const { code, output } = await examine({ DATABASE_URL: url })
    expect(output).toMatch(/✗ migrations +The database was upgraded by a newer version \(29990101000000_newer\)/)
    expect(output).toMatch(/✗ PostgreSQL +The user of DATABASE_URL may make no tables/)
    expect(code).toBe(1)
  })

  it('finds a taken port, and knows Parley itself there', async () => {
    const cluster = await startCluster(1)
    const taken = createServer((_, answer) => answer.end('somebody else'))
    const port = await findFreePort()
    await new Promise<void>((resolve) => taken.listen(port, resolve))
    onTestFinished(async () => {
      taken.close()
      await cluster.close()
    })
    const { code, output } = await examine({
      HOST: '127.0.0.1',
      PORT: String(port),
      SOCKET_PORT: String(cluster.nodes[0]!.port),
      DATABASE_URL: templateUrl(),
    })
    expect(output).toMatch(new RegExp(`✗ ports +PORT ${port} is taken by another program`))
    expect(output).toMatch(/✓ ports +SOCKET_PORT \d+: Parley runs there/)
    expect(code).toBe(1)
  })
})

/** Leads each request to the next of these hosts, or all of a client to one by a cookie. */
async function balance(urls: readonly string[], isSticky: boolean, port: number): Promise<string> {
  let next = 0
  const server: Server = createServer((request, answer) => {
    const kept = /at=(\d+)/.exec(request.headers.cookie ?? '')?.[1]
    const at = isSticky && kept ? Number(kept) : next++ % urls.length
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { origin, 'content-type': type } = request.headers
      const there = await fetch(`${urls[at]}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { ...(origin ? { origin } : {}), ...(type ? { 'content-type': type } : {}) },
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      })
      const allowed = there.headers.get('access-control-allow-origin')
      answer.writeHead(there.status, { 'set-cookie': `at=${at}`, ...(allowed ? { 'access-control-allow-origin': allowed } : {}) })
      answer.end(Buffer.from(await there.arrayBuffer()))
    })
  })
  server.on('upgrade', (request, socket) => {
    const there = connect(Number(new URL(urls[0]!).port), '127.0.0.1', () => {
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
      there.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      there.pipe(socket).pipe(there)
    })
    for (const each of [there, socket]) each.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${port}`
}

describe('[O4] doctor, from outside', () => {
  const WEB = 'http://web.test'
  const of = (findings: Finding[], about: string) => findings.filter((each) => each.about === about)

  it('finds a balancer that is not sticky, and none that is', async () => {
    const ports = [await findFreePort(), await findFreePort()] as const
    const cluster = await startCluster(2, { ALLOWED_ORIGINS: ports.map((port) => `http://127.0.0.1:${port}`).join(',') })
    onTestFinished(() => cluster.close())
    const urls = cluster.nodes.map(({ url }) => url)
    const loose = await balance(urls, false, ports[0])
    expect(of(await lookFromOutside(loose, loose), 'balancer')).toEqual([
      { about: 'balancer', state: 'wrong', says: expect.stringContaining('make the balancer sticky') },
    ])
    const kept = await balance(urls, true, ports[1])
    const sticky = await lookFromOutside(kept, kept)
    expect(of(sticky, 'balancer')).toEqual([{ about: 'balancer', state: 'fine', says: expect.any(String) }])
    expect(of(sticky, 'sockets')).toEqual([{ about: 'sockets', state: 'fine', says: expect.stringContaining('WebSocket opens') }])
    expect(of(sticky, 'pages')[0]?.state, 'there are none behind it').toBe('wrong')
  })

  it('finds a socket host that refuses the pages’ origin', async () => {
    const cluster = await startCluster(1, { NEXTAUTH_URL: 'http://elsewhere.test' })
    onTestFinished(() => cluster.close())
    const found = of(await lookFromOutside(WEB, cluster.nodes[0]!.url), 'sockets')
    const says = expect.stringContaining('name http://web.test in NEXTAUTH_URL or ALLOWED_ORIGINS')
    expect(found).toEqual([
      { about: 'sockets', state: 'wrong', says },
      { about: 'sockets', state: 'wrong', says },
    ])
  })

  it('a look that throws is a finding', async () => {
    expect(await look('this', () => Promise.reject(new Error('It broke.')))).toEqual([
      { about: 'this', state: 'wrong', says: 'It broke.' },
    ])
  })
})
