import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startEmbedded } from '#server/database/embedded.ts'
import { findFreePort } from '#server/database/postmaster.ts'
import { templateUrl } from '#server/testing/shared.ts'
import { runCommand } from './testing/run-command.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
let folder: string
let servers: Server[]

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-start-'))
  servers = []
})

afterEach(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function listen(onSocket: (socket: Socket) => void = () => undefined): Promise<number> {
  const port = await findFreePort()
  const server = createServer(onSocket)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, '::', resolve))
  return port
}

/** Starts, expects it to end with code 1, and answers the last line: the sentence. */
async function refusal(variables: Record<string, string>, more: { nodeArgs?: string[]; uid?: number } = {}): Promise<string> {
  const port = String(await findFreePort())
  const running = runCommand([], { folder, variables: { PORT: port, DATABASE_URL: templateUrl(), ...variables }, ...more })
  const { code } = await running.ended
  const output = running.output()
  expect(code, output).toBe(1)
  expect(output, 'a stack trace').not.toMatch(/^ {4}at /m)
  return output.trim().split('\n').at(-1)!
}

const changed = (url: string, change: Partial<URL>) => Object.assign(new URL(url), change).href

describe('a wrong environment stops the start with one sentence', () => {
  it('a Node that is too old', async () => {
    const old = path.join(folder, 'old.cjs')
    writeFileSync(old, "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })")
    expect(await refusal({}, { nodeArgs: ['--require', old] })).toBe(
      'Parley needs Node.js 20.19 or newer and this is 20.18.3: install a newer one from https://nodejs.org.',
    )
  })

  it('a taken port', async () => {
    const port = await listen()
    expect(await refusal({ PORT: String(port) })).toBe(
      `PORT ${port} is taken by another program: stop that one, or set PORT to a free port.`,
    )
  })

  it('an address that is not this machine’s', async () => {
    expect(await refusal({ HOST: '203.0.113.7' })).toMatch(/^HOST 203\.0\.113\.7 is no address of this machine: correct it/)
  })

  it('a malformed DATABASE_URL', async () => {
    expect(await refusal({ DATABASE_URL: 'mysql://here' })).toMatch(/^DATABASE_URL must be a URL like postgresql:/)
  })

  it('a DATABASE_URL where nobody listens', async () => {
    const port = await findFreePort()
    expect(await refusal({ DATABASE_URL: `postgresql://parley:x@127.0.0.1:${port}/parley` })).toBe(
      `DATABASE_URL leads to 127.0.0.1:${port}, where no PostgreSQL listens: start it, correct the address, or leave it unset to use the embedded PostgreSQL.`,
    )
  })

  it('a DATABASE_URL whose host does not exist', async () => {
    expect(await refusal({ DATABASE_URL: 'postgresql://parley:x@no-such-host.invalid/parley' })).toMatch(
      /^DATABASE_URL names a host that can't be found \(no-such-host\.invalid\): correct it/,
    )
  })

  it('a DATABASE_URL with a wrong password, which is not repeated', async () => {
    const sentence = await refusal({ DATABASE_URL: changed(templateUrl(), { password: 'guessed-wrongly' }) })
    expect(sentence).toMatch(/^DATABASE_URL names the user "parley", whom the PostgreSQL at .* does not let in/)
    expect(sentence).not.toContain('guessed-wrongly')
  })

  it('a DATABASE_URL with a database that is not there', async () => {
    expect(await refusal({ DATABASE_URL: changed(templateUrl(), { pathname: '/nowhere' }) })).toMatch(
      /^DATABASE_URL names the database "nowhere", which the PostgreSQL at .* does not have: create it/,
    )
  })

  it('a malformed REDIS_URL', async () => {
    expect(await refusal({ REDIS_URL: 'localhost:6379' })).toMatch(/^REDIS_URL must be a URL like redis:/)
  })

  it('[L6] a REDIS_URL where something else answers', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect(await refusal({ REDIS_URL: `redis://127.0.0.1:${port}` })).toBe(
      `REDIS_URL leads to 127.0.0.1:${port}, where something other than a Redis server answers: correct host and port.`,
    )
  })

  it('a short secret, which is not repeated', async () => {
    const sentence = await refusal({ NEXTAUTH_SECRET: 'swordfish' })
    expect(sentence).toBe('NEXTAUTH_SECRET is too short: use at least 32 random characters.')
  })

  it('a DATA_DIR that can not be written', async () => {
    writeFileSync(path.join(folder, 'file'), '')
    expect(await refusal({ DATABASE_URL: '', DATA_DIR: 'file/data' })).toMatch(
      /^DATA_DIR .*file\/data can't be written \(ENOTDIR\): give this user the right to, or set DATA_DIR/,
    )
  })

  it.runIf(isRoot)('a folder in which this user may not write', async () => {
    chmodSync(folder, 0o755)
    expect(await refusal({}, { uid: NOBODY })).toBe(
      `${folder}/.env can't be written (EACCES): give this user the right to, or set NEXTAUTH_SECRET and DATABASE_URL in the environment.`,
    )
  })

  it.runIf(isRoot)('a database that belongs to another user', async () => {
    chmodSync(folder, 0o755)
    const data = path.join(folder, 'data')
    mkdirSync(path.join(data, 'pg'), { recursive: true })
    chownSync(data, NOBODY, NOBODY)
    chmodSync(path.join(data, 'pg'), 0o700)
    const secrets = { NEXTAUTH_SECRET: 'a secret for tests, long enough to pass', DATABASE_PASSWORD: 'a password for tests' }
    expect(await refusal({ DATABASE_URL: '', DATA_DIR: data, ...secrets }, { uid: NOBODY })).toBe(
      `The database in ${data}/pg belongs to another user: start as the user who made it, or set DATA_DIR.`,
    )
  })
})

describe('the halves apart', () => {
  it.each(['start:web', 'start:socket'])('%s says that it needs a database both can reach', async (command) => {
    const running = runCommand([command], { folder })
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toContain(
      'DATABASE_URL is not set: the web and the socket host need one database that both can reach.',
    )
    expect(readFileSync(path.join(folder, '.env'), 'utf8')).toMatch(/^NEXTAUTH_SECRET=.{40,}$/m)
  })

  it('[L6, S10] start:socket waits for a PostgreSQL and a Redis that are away: it runs, is not ready, and is once its database is there', async () => {
    chmodSync(folder, 0o755)
    const [port, postgresPort, redisPort] = [await findFreePort(), await findFreePort(), await findFreePort()]
    const password = 'a password for tests'
    const cluster = { dataDir: path.join(folder, 'later'), password, port: postgresPort, throwaway: true }
    // Its database is made before: one that is not there once its server answers is a wrong DATABASE_URL, and ends the host.
    await (await startEmbedded(cluster)).stop()
    const running = runCommand(['start:socket'], {
      folder,
      variables: {
        ...{ SOCKET_PORT: String(port), REDIS_URL: `redis://127.0.0.1:${redisPort}` },
        DATABASE_URL: `postgresql://parley:${encodeURIComponent(password)}@127.0.0.1:${postgresPort}/parley`,
      },
    })
    onTestFinished(() => void running.child.kill('SIGKILL'))
    const status = (page: string) =>
      fetch(`http://127.0.0.1:${port}${page}`).then(
        ({ status }) => status,
        () => 0,
      )
    await running.printed(/DATABASE_URL leads to .*, where no PostgreSQL listens: .* It is waited for\./)
    await expect.poll(() => status('/healthz'), { timeout: 20_000 }).toBe(200)
    expect(await status('/readyz')).toBe(503)
    const postgres = await startEmbedded(cluster)
    onTestFinished(() => postgres.stop())
    await expect.poll(() => status('/readyz'), { timeout: 20_000 }).toBe(200)
    await running.printed(/✓ migrations +applied /)
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
    expect(running.output().match(/Redis is away/g), 'told once').toHaveLength(1)
  })

  it('a command that does not exist is told with those that do', async () => {
    const running = runCommand(['strat'], { folder })
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toMatch(/^There is no command "strat": use one of start, dev, start:web/)
  })
})
