import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort, findRunning, isAlive } from '#server/database/postmaster.ts'
import { type Running, runCommand } from './testing/run-command.ts'

// A build may have to be made first; `npm test` has made it before.
const START_TIMEOUT_MS = 300_000

let folder: string
let port: number
let started: Running[]

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-start-'))
  // Root's PostgreSQL can enter, and keeps its data here.
  chmodSync(folder, 0o755)
  port = await findFreePort()
  started = []
})

afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL')
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<Running> {
  const running = runCommand([], { folder, variables: { PORT: String(port) } })
  started.push(running)
  await running.printed(/Ready in/)
  return running
}

const status = async (page: string) => (await fetch(`http://127.0.0.1:${port}${page}`, { redirect: 'manual' })).status
const postgres = () => findRunning(path.join(folder, '.data/pg'))?.pid
/** The processes it started that run now: the web, the socket host, PostgreSQL. */
const children = ({ child }: Running) =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /next-server|server\/index\.ts|postgres/.test(line))
    .map((line) => ({ pid: Number(line.split(' ')[0]), args: line }))

async function until(what: string, isSo: () => boolean | Promise<boolean>) {
  const deadline = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`)
    await wait(50)
  }
}

describe.skipIf(process.platform === 'win32')('npm start', { timeout: START_TIMEOUT_MS }, () => {
  it('serves everything at one address, stops in order on Ctrl-C, and starts again in no time', async () => {
    const first = await start()
    expect(first.output()).toContain(`Open http://localhost:${port}`)
    expect(first.output()).toMatch(/make it with this link:\s+http:\/\/\S+\/sign-up\?setup=\S{22}\n/)
    expect(await status('/readyz')).toBe(200)
    expect(await status('/sign-up')).toBe(200)
    const running = children(first)
    expect(running).toHaveLength(3)

    first.child.kill('SIGINT')
    expect(await first.ended).toEqual({ code: 0, signal: null })
    expect(running.filter(({ pid }) => isAlive(pid))).toEqual([])

    const second = await start()
    const [, seconds] = await second.printed(/Ready in ([\d.]+) s/)
    // 3 s on a machine that does nothing else. Sources that changed in between are built, and that takes longer.
    if (!second.output().includes('· build')) expect(Number(seconds)).toBeLessThan(20)
    second.child.kill('SIGTERM')
    expect(await second.ended).toEqual({ code: 0, signal: null })
  })

  it('leaves nothing running when it is killed, and starts again at once', async () => {
    const first = await start()
    const running = children(first)
    first.child.kill('SIGKILL')
    await first.ended
    await until('its children ended', () => running.every(({ pid }) => !isAlive(pid)))
    const second = await start()
    expect(await status('/readyz')).toBe(200)
    second.child.kill('SIGINT')
    expect((await second.ended).code).toBe(0)
  })

  it('starts a process again that crashed', async () => {
    const running = await start()
    const before = children(running)
    for (const { pid } of before) process.kill(pid, 'SIGKILL')
    await running.printed(/The web ended \(SIGKILL\) and is started again/)
    await running.printed(/The socket host ended \(SIGKILL\) and is started again/)
    await running.printed(/PostgreSQL ended and is started again/)
    await until('it answers again', async () => (await status('/readyz').catch(() => 0)) === 200)
    await until('pages answer again', async () => (await status('/sign-up').catch(() => 0)) === 200)
    expect(children(running).filter(({ pid }) => before.some((old) => old.pid === pid))).toEqual([])
    expect(postgres()).toBeDefined()
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
  })
})
