import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Binaries, program } from './binaries.ts'
import type { RunAs } from './system-user.ts'

/** A PostgreSQL that runs on a cluster: its process id and the port it listens on at 127.0.0.1. */
export type Running = { pid: number; port: number }

const POLL_MS = 50

/**
 * The PostgreSQL that runs on `cluster` already, from its `postmaster.pid`. A file that a killed PostgreSQL left behind
 * is removed when its process id belongs to something else by now; PostgreSQL itself would refuse to start then.
 */
export function findRunning(cluster: string): Running | undefined {
  const file = path.join(cluster, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (isPostgres(pid)) return { pid, port }
  rmSync(file, { force: true })
  return undefined
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || !isAlive(pid)) return false
  if (process.platform === 'win32') return true
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres')
}

/** Whether a process runs. One that ended but that nobody has waited for (in a container without an init) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Resolves when the process has ended; rejects after `timeoutMs`. */
export async function waitForEnd(pid: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${pid}) did not end within ${timeoutMs} ms`)
    await wait(POLL_MS)
  }
}

/**
 * Starts PostgreSQL in a process group of its own, so that Ctrl-C at the terminal does not end it before those who write
 * to it. A shell that waits on the pipe to this process tells it to end once nobody is connected, should this process die.
 */
export function spawnPostgres(options: {
  binaries: Binaries
  runAs: RunAs
  cluster: string
  port: number
  logFile: string
  settings: readonly string[]
}): ChildProcess {
  const { binaries, runAs, cluster, port, logFile, settings } = options
  const command = [
    program(binaries, 'postgres'),
    ...['-D', cluster, '-p', String(port), '-h', '127.0.0.1', '-c', 'unix_socket_directories='],
    ...settings.flatMap((setting) => ['-c', setting]),
  ]
  const watch = 'exec 3<&0 </dev/null; { cat <&3 >/dev/null; kill -TERM $$ 2>/dev/null; } & exec "$@" 3<&-'
  const [file, args] =
    process.platform === 'win32' ? [command[0]!, command.slice(1)] : ['/bin/sh', ['-c', watch, 'sh', ...command]]
  const log = openSync(logFile, 'w')
  try {
    return spawn(file, args, { ...runAs, cwd: '/', detached: process.platform !== 'win32', stdio: ['pipe', log, log] })
  } finally {
    closeSync(log)
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
