import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { WrongEnvironment } from '#server/env.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { clusterVersion, createCluster, openDataDir, ROLE, resetPassword } from './cluster.ts'
import { choosePlace, type Place, placeBinaries } from './place.ts'
import { findFreePort, findRunning, spawnPostgres, waitForEnd } from './postmaster.ts'
import { findRunAs } from './system-user.ts'

/** A PostgreSQL that came with the packages and keeps its data in `DATA_DIR`. */
export type Embedded = {
  /** Connects to its database as the role that owns it. */
  url: string
  /** True when it ran already: somebody else's process owns it, and `stop` leaves it alone. */
  reused: boolean
  /** A sentence for the person at the terminal, where there is something to know. */
  note?: string
  /** Resolves when it has ended, asked to or not. Never, when reused. */
  ended: Promise<void>
  /** Ends it in order: connections are closed, everything is on disk. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  password: string
  /** The port it ran on before, for one that is started again under its users' feet. */
  port?: number
  /** For tests: nothing is forced to disk. */
  throwaway?: boolean
}

const DATABASE = 'parley'
const START_TIMEOUT_MS = 60_000
/** How long one that is ending may take before it is told to hurry. */
const ENDING_MS = 5_000
const STOP_TIMEOUT_MS = 30_000
const POLL_MS = 30

/**
 * Starts the embedded PostgreSQL on `<dataDir>/pg`, or joins the one that runs there. Makes the cluster and its database
 * when missing. What was left by a process that was killed (a stale `postmaster.pid`, a half-made cluster, a server that
 * is still ending) is recognised. Throws `WrongEnvironment`, one sentence, when it can't be.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  openDataDir(options.dataDir)
  const place = choosePlace(options.dataDir, findRunAs)
  const found = findBinaries()
  const binaries = placeBinaries(found, place.runAs)
  await ensureCluster(place, binaries, options)

  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    const running = findRunning(place.cluster)
    if (running) {
      const state = await probe(running.port, options.password, ENDING_MS)
      if (state === 'wrong password') {
        throw new WrongEnvironment(
          `A PostgreSQL that runs on ${place.cluster} (process ${running.pid}) has another password than DATABASE_PASSWORD in .env: stop the one who started it first.`,
        )
      }
      if (state === 'ready') {
        return toEmbedded(place, options, running.port, {
          reused: true,
          ended: new Promise(() => undefined),
          stop: async () => undefined,
        })
      }
      await hurry(running.pid)
      continue
    }
    const started = await launch(place, binaries, options)
    if (started) return started
  }
  throw new WrongEnvironment(`PostgreSQL did not start within ${START_TIMEOUT_MS / 1_000} s: ${logFile(options)} says why.`)
}

async function ensureCluster(place: Place, binaries: Binaries, options: EmbeddedOptions) {
  const version = clusterVersion(place.cluster)
  const major = binaries.version.split('.')[0]
  if (version === undefined) await createCluster(place.cluster, binaries, place.runAs, options.password, !options.throwaway)
  else if (version !== major) {
    throw new WrongEnvironment(
      `The database in ${place.cluster} was made by PostgreSQL ${version} and this version brings PostgreSQL ${major}: restore a backup into an empty DATA_DIR.`,
    )
  }
}

/** One attempt. Returns `undefined` when it is worth another. */
async function launch(place: Place, binaries: Binaries, options: EmbeddedOptions): Promise<Embedded | undefined> {
  const port = options.port ?? (await findFreePort())
  const settings = options.throwaway
    ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300', 'autovacuum=off']
    : ['max_connections=200']
  const child = spawnPostgres({ ...place, binaries, port, logFile: logFile(options), settings })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  const state = await Promise.race([probe(port, options.password, START_TIMEOUT_MS), ended.then(() => 'ended' as const)])
  if (state === 'ready') {
    return toEmbedded(place, options, port, { reused: false, ended, stop: () => stopChild(child, ended) })
  }
  await stopChild(child, ended)
  if (state === 'wrong password') {
    await resetPassword(place.cluster, binaries, place.runAs, options.password)
    return undefined
  }
  const log = readLog(options)
  // Another process took the port, started the same cluster, or has not quite ended yet.
  if (/Address already in use|lock file|pre-existing shared memory/i.test(log)) {
    await wait(500)
    return undefined
  }
  const reason = log.split('\n').find((line) => line.includes('FATAL')) ?? log.split('\n').find((line) => line.trim() !== '')
  throw new WrongEnvironment(
    `PostgreSQL did not start in ${place.cluster} (${(reason ?? 'it said nothing').trim()}): ${logFile(options)} says more.`,
  )
}

const logFile = (options: EmbeddedOptions) => path.resolve(options.dataDir, 'postgres.log')

function readLog(options: EmbeddedOptions): string {
  return readFileSync(logFile(options), 'utf8')
}

/** Waits until the server answers, and makes the database when it has none. */
async function probe(port: number, password: string, timeoutMs: number): Promise<'ready' | 'wrong password' | 'not ready'> {
  let deadline = Date.now() + timeoutMs
  for (;;) {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: ROLE,
      password,
      database: 'postgres',
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
      return 'ready'
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') return 'wrong password'
      // It replays what a crash left in its log, and takes as long as that takes.
      if (/starting up|recovery/.test(String(error))) deadline = Date.now() + timeoutMs
      if (Date.now() > deadline) return 'not ready'
      await wait(POLL_MS)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

function toEmbedded(place: Place, options: EmbeddedOptions, port: number, rest: Omit<Embedded, 'url' | 'note'>): Embedded {
  const url = `postgresql://${ROLE}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${DATABASE}`
  return { url, ...rest, ...(place.note === undefined ? {} : { note: place.note }) }
}

/** A server that lets nobody in was told to end and waits for somebody who does not leave. */
async function hurry(pid: number) {
  process.kill(pid, 'SIGINT')
  await waitForEnd(pid, STOP_TIMEOUT_MS)
}

async function stopChild(child: ChildProcess, ended: Promise<void>) {
  if (child.exitCode === null && child.signalCode === null) {
    // Fast shutdown: connections are closed, the write-ahead log is flushed.
    child.kill('SIGINT')
    const gone = await Promise.race([ended.then(() => true), wait(STOP_TIMEOUT_MS, false, { ref: false })])
    if (!gone) child.kill('SIGQUIT')
    await ended
  }
  child.stdin?.destroy()
}
