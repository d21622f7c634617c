import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Embedded, startEmbedded } from './embedded.ts'
import { findRunning, isAlive, waitForEnd } from './postmaster.ts'

const password = 'a password for tests'
const isRoot = process.getuid?.() === 0
let home: string
let dataDir: string
let open: Embedded[]

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'parley-embedded-'))
  chmodSync(home, 0o755)
  dataDir = path.join(home, '.data')
  open = []
})

afterEach(async () => {
  await Promise.all(open.map((embedded) => embedded.stop()))
  rmSync(home, { recursive: true, force: true })
})

const start = async (more: { password?: string } = {}) => {
  const embedded = await startEmbedded({ dataDir, password, throwaway: true, ...more })
  open.push(embedded)
  return embedded
}
const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
const cluster = () => path.join(dataDir, 'pg')

/** The same in a process of its own, which can be killed. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    import { startEmbedded } from '#server/database/embedded.ts'
    startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, password: ${JSON.stringify(password)} })
      .then(({ url }) => process.stdout.write(url))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, url: url.toString() }
}

async function killHard(child: ChildProcess) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('startEmbedded', () => {
  it('keeps what was written', async () => {
    const first = await start()
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await first.stop()
    await first.ended
    expect(await ask((await start()).url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('joins a server that runs on the same data, and leaves it running', async () => {
    const first = await start()
    const second = await start()
    expect([first.reused, second.reused]).toEqual([false, true])
    await second.stop()
    expect(await ask(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('ends when the process that started it is killed', async () => {
    const { child } = await startElsewhere()
    const running = findRunning(cluster())!
    expect(isAlive(running.pid)).toBe(true)
    await killHard(child)
    await waitForEnd(running.pid, 10_000)
  })

  it('starts again after both it and its starter were killed', async () => {
    const { child, url } = await startElsewhere()
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const running = findRunning(cluster())!
    process.kill(running.pid, 'SIGKILL')
    await killHard(child)
    expect(await ask((await start()).url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
  })

  it('is not fooled by a left-over process id that is another program by now', async () => {
    await (await start()).stop()
    writeFileSync(path.join(cluster(), 'postmaster.pid'), `${process.pid}\n${cluster()}\n0\n5432\n\n127.0.0.1\n`)
    expect((await start()).reused).toBe(false)
  })

  it('makes a whole cluster where a half-made one was left', async () => {
    mkdirSync(`${cluster()}.new/base`, { recursive: true })
    expect(await ask((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('takes a new password when the former one was lost', async () => {
    await (await start()).stop()
    const other = await start({ password: "another 'password'" })
    expect(await ask(other.url, 'SELECT current_user::text AS who')).toEqual([{ who: 'parley' }])
  })

  it('says in one sentence that the data was made by another version', async () => {
    await (await start()).stop()
    writeFileSync(path.join(cluster(), 'PG_VERSION'), '12\n')
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 12 and this version brings PostgreSQL \d+: restore a backup/)
  })

  it('says in one sentence that DATA_DIR can not be written', async () => {
    writeFileSync(dataDir, 'a file, not a folder')
    await expect(start()).rejects.toThrow(/^DATA_DIR .* can't be written \(\w+\): .*set DATA_DIR/)
  })

  it.runIf(isRoot)('runs below a home that only root can enter', async () => {
    chmodSync(home, 0o700)
    const embedded = await start()
    expect(embedded.note).toMatch(/can't enter .*: its data is in \/var\/lib\/parley\//)
    await ask(embedded.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await embedded.stop()
    const again = await start()
    expect(again.note).toBeUndefined()
    expect(await ask(again.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    await again.stop()
    const target = readlinkSync(cluster())
    expect(readFileSync(path.join(target, 'PG_VERSION'), 'utf8')).toBe('18\n')
    rmSync(path.dirname(target), { recursive: true })
  })
})
