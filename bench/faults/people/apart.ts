import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { FOLLOW_PARENT } from '#bin/child.ts'
import { CHECKOUT } from '#bin/fingerprint.ts'
import type { Person } from '#server/testing/people.ts'
import type { Happening } from '../history/event.ts'
import type { History } from '../history/history.ts'

/** What the process of somebody apart is told, and what it tells. */
export type Asked = { ask: number } & ({ what: 'send'; room: string; body: string } | { what: 'view'; room: string })
export type Begins = { url: string; id: string; username: string; rooms: readonly string[] }
export type View = { status: string; waiting: number; now: number; rows: readonly { id: string; seq: number }[] }
export type Told = { note: Happening } | { token: true } | { ask: number; told: View | string } | { ready: true }

/** Somebody whose client runs in a process of its own, which has a clock of its own and can be put to sleep. */
export type Apart = {
  person: Person
  /** Writes a message; answers its id. */
  send(room: string, body: string): Promise<string>
  /** How it stands with the connection, what is not settled, and what is held of a room. */
  view(room: string): Promise<View>
  sleep(): void
  wake(): void
  end(): Promise<void>
}

const READY_MS = 60_000
const ANSWER_MS = 10_000

type Wanted = { person: Person; url: string; rooms: readonly string[]; history: History; clock: Record<string, string> }

/** Starts it and resolves once it is connected and has every room on screen. What it sees is noted by our clock. */
export async function startApart({ person, url, rooms, history, clock }: Wanted): Promise<Apart> {
  const begins: Begins = { url, id: person.id, username: person.username, rooms }
  const preloads = ['tsx', './bench/faults/tree/clock.ts', FOLLOW_PARENT].flatMap((module) => ['--import', module])
  const child: ChildProcess = spawn(
    process.execPath,
    [...preloads, 'bench/faults/people/apart-process.ts', JSON.stringify(begins)],
    {
      cwd: CHECKOUT,
      env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...clock },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const waiting = new Map<number, (told: never) => void>()
  let asked = 0
  let isReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })
  child.on('message', (told: Told) => {
    if ('note' in told) history.note(told.note)
    else if ('token' in told) void person.getToken().then((token) => child.connected && child.send({ token }))
    else if ('ask' in told) waiting.get(told.ask)?.(told.told as never)
    else isReady()
  })
  const ask = <Answer>(question: Record<string, unknown>): Promise<Answer> => {
    asked += 1
    const number = asked
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${person.username}, who is apart, does not answer`)), ANSWER_MS)
      waiting.set(number, (told: Answer) => {
        clearTimeout(timer)
        waiting.delete(number)
        resolve(told)
      })
      child.send({ ...question, ask: number })
    })
  }
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`${person.username}, who is apart, did not get ready`)), READY_MS)
    void ready.then(() => clearTimeout(timer))
  })
  try {
    await Promise.race([ready, late])
  } catch (error) {
    await end()
    throw error
  }
  return {
    person,
    send: (room, body) => ask<string>({ what: 'send', room, body }),
    view: (room) => ask<View>({ what: 'view', room }),
    sleep: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    end,
  }
}
