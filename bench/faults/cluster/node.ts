import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Question, Usage } from '#bench/hosts/probe.ts'
import type { Fault, FaultSet, Seen } from '../tree/switch.ts'

export type Ending = { code: number | null; signal: NodeJS.Signals | null }

/**
 * What one life of a node has that the others have not: arguments of Node, and variables beside those of every life or
 * instead of them.
 */
export type Unlike = { args?: readonly string[]; env?: Record<string, string> }

/** A socket host in a process of its own, that can be killed, frozen and made to fail from inside. */
export type Node = {
  name: string
  port: number
  /** Starts it and resolves when it is ready. */
  start(unlike?: Unlike): Promise<void>
  /** Starts it and waits for nothing. */
  begin(unlike?: Unlike): void
  isRunning(): boolean
  pid(): number
  /** Sends a signal and resolves when it has ended. Nobody is to blame for that end. */
  kill(signal?: NodeJS.Signals): Promise<Ending>
  /** Its next end is wanted: resolves with it. */
  end(): Promise<Ending>
  freeze(): void
  thaw(): void
  /** Makes it fail from inside. Answers how often faults struck so far. */
  set(fault: Fault): Promise<number>
  /** How often faults struck so far, and what it saw. */
  struck(): Promise<number>
  seen(): Promise<Seen>
  /** How many queries waited for a connection to the database at once, at most, in this life. */
  mostWaiting(): Promise<number>
  /** What it holds after its garbage was collected. */
  settled(): Promise<Usage>
  /** Ends nobody asked for, and what it said of errors, since it was last asked. */
  complaints(): { deaths: string[]; errors: string[] }
}

/** Three start at once, on a machine that does other things too. */
const READY_MS = 90_000
const ANSWER_MS = 60_000
const END_MS = 40_000
const POLL_MS = 50
const ERROR_LEVEL = 50
const PRELOADS = [
  'tsx',
  './bench/faults/tree/clock.ts',
  './bin/follow-parent.mjs',
  './bench/hosts/probe.ts',
  './bench/faults/tree/switch.ts',
]

export function createNode(options: { name: string; port: number; root: string; variables: Record<string, string> }): Node {
  const { name, port, root, variables } = options
  let child: ChildProcess | undefined
  let isExpected = false
  let asked = 0
  let deaths: string[] = []
  let errors: string[] = []
  let half = ''

  function hear(chunk: Buffer) {
    const lines = (half + chunk.toString()).split('\n')
    half = lines.pop() ?? ''
    for (const line of lines) {
      const said = complaintOf(line)
      if (said !== undefined) errors.push(said)
    }
  }

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const running = (): ChildProcess => {
    if (!child || !isRunning()) throw new Error(`node ${name} does not run`)
    return child
  }

  async function end(): Promise<Ending> {
    const ending = running()
    isExpected = true
    const timer = setTimeout(() => ending.kill('SIGKILL'), END_MS)
    const [code, signal] = (await once(ending, 'exit')) as [number | null, NodeJS.Signals | null]
    clearTimeout(timer)
    return { code, signal }
  }

  /** Sends a message and resolves with the one that answers it. */
  function ask<Told extends object>(message: object, key: 'ask' | 'set'): Promise<Told> {
    const to = running()
    asked += 1
    const number = asked
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer)
        to.off('message', look).off('exit', gone)
      }
      const gone = () => {
        stop()
        reject(new Error(`node ${name} ended`))
      }
      const look = (told: Told) => {
        if ((told as Record<string, unknown>)[key] !== number) return
        stop()
        resolve(told)
      }
      const timer = setTimeout(gone, ANSWER_MS)
      to.on('message', look).once('exit', gone)
      to.send({ ...message, [key]: number }, (error) => error && gone())
    })
  }

  const look = () => ask<FaultSet>({ fault: 'look' } satisfies Fault, 'set')

  /** Starts the process and waits for nothing. */
  function begin({ args: more = [], env = {} }: Unlike = {}): ChildProcess {
    isExpected = false
    // The probe counts objects, which Node calls an experiment.
    const args = [
      '--expose-gc',
      '--disable-warning=ExperimentalWarning',
      ...more,
      ...PRELOADS.flatMap((module) => ['--import', module]),
      'server/index.ts',
    ]
    const started = spawn(process.execPath, args, {
      cwd: root,
      env: { NODE_ENV: 'production', ...variables, ...env, PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    started.stdout?.on('data', hear)
    started.stderr?.on('data', hear)
    started.once('exit', (code, signal) => {
      if (!isExpected) deaths.push(`${name} ended by itself (${signal ?? `exit code ${code}`})`)
    })
    return started
  }

  return {
    name,
    port,
    isRunning,
    pid: () => running().pid ?? 0,
    begin,
    async start(unlike) {
      const started = begin(unlike)
      const deadline = Date.now() + READY_MS
      while ((await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok !== true) {
        if (!isRunning() || Date.now() > deadline) {
          const how = isRunning() ? `within ${READY_MS / 1_000} s` : `it ended (${started.exitCode ?? started.signalCode})`
          throw new Error(`node ${name} does not get ready, ${how}: ${errors.join('\n')}`)
        }
        await wait(POLL_MS)
      }
    },
    end,
    async kill(signal = 'SIGKILL') {
      const ended = end()
      running().kill(signal)
      return ended
    },
    freeze: () => void running().kill('SIGSTOP'),
    thaw: () => void running().kill('SIGCONT'),
    set: async (fault) => (await ask<FaultSet>(fault, 'set')).struck,
    struck: async () => (await look()).struck,
    seen: async () => (await look()).seen,
    mostWaiting: async () => (await look()).mostWaiting,
    settled: () => ask<Usage>({ what: 'settled' } satisfies Omit<Question, 'ask'>, 'ask'),
    complaints() {
      const said = { deaths, errors }
      deaths = []
      errors = []
      return said
    },
  }
}

/** What an error in the log says, or a line that no log wrote. Warnings are how a host tells of a fault: they are left out. */
function complaintOf(line: string): string | undefined {
  if (line.trim() === '') return undefined
  try {
    const { level, msg, error } = JSON.parse(line) as { level: number; msg: string; error?: { message?: string } }
    return level >= ERROR_LEVEL ? `${msg}${error?.message ? `: ${error.message}` : ''}` : undefined
  } catch {
    return line
  }
}
