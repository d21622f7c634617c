import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { cpuOf } from './cpu.ts'
import type { Question, Usage } from './probe.ts'

/** A server under measurement, in a process of its own. */
export type Host = {
  port: number
  /** CPU since it started, in µs. */
  cpuMicros(): Promise<number>
  /** Its memory after its garbage is collected. */
  settled(): Promise<Usage>
  /** Samples its CPU until `profiled` writes a .cpuprofile. */
  profile(): Promise<unknown>
  profiled(file: string): Promise<unknown>
  stop(): Promise<void>
}

const CHECKOUT = path.resolve(import.meta.dirname, '../..')
const READY_TIMEOUT_MS = 30_000
const ANSWER_TIMEOUT_MS = 20_000
const END_TIMEOUT_MS = 10_000

/**
 * Starts a server: a file of the checkout that says `{ ready, port }` to its parent. Ends with this process, however that
 * dies. `env` is all the environment it gets.
 */
export async function startHost(file: string, env: Record<string, string> = {}): Promise<Host> {
  const preload = ['tsx', './bin/follow-parent.mjs', './bench/hosts/probe.ts'].flatMap((module) => ['--import', module])
  const child = spawn(process.execPath, ['--expose-gc', ...preload, file], {
    cwd: CHECKOUT,
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { port } = await hear<{ ready: true; port: number }>(child, (message) => 'ready' in message, READY_TIMEOUT_MS)
  let asked = 0
  const ask = (what: Question['what'], to?: string): Promise<Usage> => {
    asked += 1
    const number = asked
    const answered = hear<Usage>(child, (message) => 'ask' in message && message.ask === number, ANSWER_TIMEOUT_MS)
    child.send({ ask: number, what, ...(to === undefined ? {} : { file: to }) } satisfies Question)
    return answered
  }
  return {
    port,
    cpuMicros: async () => cpuOf(child.pid!) ?? (await ask('usage')).cpuMicros,
    settled: () => ask('settled'),
    profile: () => ask('profile'),
    profiled: (to) => ask('profiled', to),
    stop: () => end(child),
  }
}

function hear<T extends object>(child: ChildProcess, fits: (message: object) => boolean, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      child.off('message', look).off('exit', ended)
    }
    const look = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !fits(message)) return
      stop()
      resolve(message as T)
    }
    const ended = () => {
      stop()
      reject(new Error('a server under measurement ended'))
    }
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`a server under measurement did not answer within ${timeoutMs} ms`))
    }, timeoutMs)
    child.on('message', look).once('exit', ended)
  })
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS)
  await ended
  clearTimeout(timer)
}
