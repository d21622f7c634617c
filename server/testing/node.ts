import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findFreePort } from '#server/database/postmaster.ts'
import type { Env } from '#server/env.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { type Overrides, testEnv, testVariables } from './env.ts'

export type TestNode = {
  url: string
  port: number
  pid: number
  env: Env
  database: TestDatabase
  /** Everything it printed so far. */
  output(): string
  /** Sends a signal (SIGKILL unless told) and resolves with the exit code, null when the signal ended it. */
  kill(signal?: NodeJS.Signals): Promise<number | null>
  /** Ends it in order, and drops the database when it was made for it. */
  close(): Promise<void>
}

const CHECKOUT = path.resolve(import.meta.dirname, '../..')
const READY_TIMEOUT_MS = 20_000
const READY_POLL_MS = 50

/** A socket host in a process of its own (`server/index.ts`), for tests that kill one. Ends with this process. `PORT` starts it where another one was. */
export async function startNode(overrides: Overrides = {}, shared?: TestDatabase): Promise<TestNode> {
  const database = shared ?? (await createTestDatabase())
  const port = overrides.PORT === undefined ? await findFreePort() : Number(overrides.PORT)
  const variables = testVariables({ DATABASE_URL: database.url, ...overrides, PORT: String(port), SOCKET_PORT: String(port) })
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', './bin/follow-parent.mjs', 'server/index.ts'], {
    cwd: CHECKOUT,
    env: { ...variables, NODE_ENV: 'test', PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  const keep = (chunk: Buffer) => {
    printed += chunk.toString()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady(child, url, () => printed)
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => endWith(child, signal)
  return {
    url,
    port,
    pid: child.pid!,
    env: testEnv(variables),
    database,
    output: () => printed,
    kill,
    close: async () => {
      await kill('SIGTERM')
      if (!shared) await database.drop()
    },
  }
}

async function waitUntilReady(child: ChildProcess, url: string, printed: () => string) {
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the node ended: ${printed()}`)
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    if (response?.ok) return
    if (Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the node was not ready within ${READY_TIMEOUT_MS} ms: ${printed()}`)
    }
    await wait(READY_POLL_MS)
  }
}

async function endWith(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return child.exitCode
}
