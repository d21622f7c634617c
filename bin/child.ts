import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'
import { CONNECTION } from '#server/handed.ts'
import { CHECKOUT } from './fingerprint.ts'

/** A process that is started again when it crashes. */
export type Child = {
  /** Resolves with a sentence when it has crashed too often; with none when it has said itself what is wrong. */
  failed: Promise<string>
  /** Asks it to end, kills it after `graceMs`. It is not started again. */
  stop(graceMs: number): Promise<void>
  /** Kills it at once. */
  kill(): void
  /** Hands it a connection; false when it takes none now. */
  give(connection: Socket): boolean
}

export type ChildWanted = {
  /** As a sentence names it: `socket host`. */
  name: string
  /** Node's arguments: preloads, the script, its arguments. */
  args: readonly string[]
  variables: Record<string, string>
  /** Resolves once it answers. Asked again each time it was started. */
  ready: (signal: AbortSignal) => Promise<void>
  /** Lines of its output that the person at the terminal need not see. */
  isNoise?: (line: string) => boolean
}

/** What a process ends with that has said what is wrong with its environment (EX_CONFIG): trying again is no use. */
const WRONG_ENVIRONMENT = 'exit code 78'
/** Crashes that many times, each within this time of its start, and it is given up. */
const CRASHES = 5
const QUICK_MS = 60_000
const RESTART_MS = 500

/** Preloaded into every process: it ends when its parent does. */
export const FOLLOW_PARENT = path.join(CHECKOUT, 'bin/follow-parent.mjs')

/**
 * Starts a process that ends when this one dies, and resolves when it is ready. It has a process group of its own: Ctrl-C
 * at the terminal reaches this process only, which then ends its children in order.
 * Throws `WrongEnvironment` when it ends before it was ready; without a sentence when it has said itself what is wrong.
 */
export async function startChild(wanted: ChildWanted): Promise<Child> {
  let current: ChildProcess
  let stopping = false
  let quickCrashes = 0
  let giveUp: (sentence: string) => void = () => undefined
  const failed = new Promise<string>((resolve) => {
    giveUp = resolve
  })

  const launch = async () => {
    const began = Date.now()
    const child = spawnChild(wanted)
    current = child
    const ended = new Promise<string>((resolve) => {
      child
        .once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
        .once('error', (error) => resolve(error.message))
    })
    const abort = new AbortController()
    const first = await Promise.race([wanted.ready(abort.signal).then(() => undefined), ended])
    abort.abort()
    void ended.then((how) => {
      if (first === undefined && !stopping) void crashed(how, Date.now() - began)
    })
    return first
  }

  const crashed = async (how: string, livedMs: number) => {
    if (how === WRONG_ENVIRONMENT) {
      giveUp('')
      return
    }
    quickCrashes = livedMs < QUICK_MS ? quickCrashes + 1 : 1
    if (quickCrashes >= CRASHES) {
      giveUp(`The ${wanted.name} crashed ${CRASHES} times in a row (${how}): what it printed says why.`)
      return
    }
    console.error(`The ${wanted.name} ended (${how}) and is started again.`)
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS))
    if (stopping) return
    const again = await launch()
    if (again !== undefined && !stopping) await crashed(again, 0)
  }

  const how = await launch()
  if (how === WRONG_ENVIRONMENT) throw new WrongEnvironment('')
  if (how !== undefined) throw new WrongEnvironment(`The ${wanted.name} did not start (${how}): what it printed says why.`)
  return {
    failed,
    kill: () => {
      stopping = true
      killGroup(current)
    },
    stop: async (graceMs) => {
      stopping = true
      await endChild(current, graceMs)
    },
    give(connection) {
      if (stopping || !current.connected || current.exitCode !== null) return false
      current.send(CONNECTION, connection, (error) => {
        if (error) connection.destroy()
      })
      return true
    },
  }
}

function spawnChild({ args, variables, isNoise }: ChildWanted): ChildProcess {
  const child = spawn(process.execPath, ['--import', FOLLOW_PARENT, ...args], {
    cwd: CHECKOUT,
    env: variables as NodeJS.ProcessEnv,
    detached: process.platform !== 'win32',
    stdio: ['ignore', isNoise ? 'pipe' : 'inherit', 'inherit', 'ipc'],
  })
  if (isNoise) {
    let rest = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (!isNoise(line)) console.log(line)
    })
  }
  return child
}

async function endChild(child: ChildProcess, graceMs: number) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => killGroup(child), graceMs)
  await ended
  clearTimeout(timer)
}

/** With what it started itself: a reloading process has its work done by another. */
function killGroup(child: ChildProcess) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') child.kill('SIGKILL')
  else process.kill(-child.pid, 'SIGKILL')
}

/** Resolves when `url` answers; with `mustBeOk` only when it answers well. */
export async function waitForAnswer(url: string, signal: AbortSignal, mustBeOk = false): Promise<void> {
  while (!signal.aborted) {
    const response = await fetch(url, { signal, redirect: 'manual' }).catch(() => undefined)
    if (response && (response.ok || !mustBeOk)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  // The process ended first, and its end is what is told.
  await new Promise(() => undefined)
}
