import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Joined, Member, Ran, Run } from './crowd.ts'
import type { System } from './dialects.ts'
import type { Asked, Told } from './process.ts'

/** The load client, in a process of its own so that its work is not the server's. */
export type LoadClient = {
  /** Opens connections, and no more after `withinMs`. */
  join(system: System, port: number, members: Member[], withinMs: number): Promise<Joined>
  /** `mark` hears when the measured time begins and ends. */
  run(system: System, run: Run, mark: (what: 'begin' | 'end') => void): Promise<Ran>
  stop(): Promise<void>
}

const CHECKOUT = path.resolve(import.meta.dirname, '../..')
type Wanted = Asked extends infer One ? (One extends Asked ? Omit<One, 'ask'> : never) : never

export function startLoadClient(): LoadClient {
  const child = fork('bench/load/process.ts', {
    cwd: CHECKOUT,
    execArgv: ['--import', 'tsx', '--import', './bin/follow-parent.mjs'],
  })
  let asked = 0

  async function ask<Key extends string>(
    wanted: Wanted,
    key: Key,
    mark?: (what: 'begin' | 'end') => void,
  ): Promise<Extract<Told, Record<Key, unknown>>> {
    asked += 1
    const ask = asked
    child.send({ ...wanted, ask })
    return await new Promise((resolve, reject) => {
      const stop = () => child.off('message', look).off('exit', ended)
      const ended = () => reject(new Error('the load client ended'))
      const look = (told: Told) => {
        if (told.ask !== ask) return
        if ('mark' in told) mark?.(told.mark)
        else {
          stop()
          if ('failed' in told) reject(new Error(`the load client: ${told.failed}`))
          else if (!(key in told)) reject(new Error(`the load client answered something else than "${key}"`))
          else resolve(told as Extract<Told, Record<Key, unknown>>)
        }
      }
      child.on('message', look).once('exit', ended)
    })
  }

  return {
    join: async (system, port, members, withinMs) =>
      (await ask({ what: 'join', system, port, members, withinMs }, 'joined')).joined,
    run: async (system, run, mark) => (await ask({ what: 'run', system, run }, 'ran', mark)).ran,
    stop: () => end(child),
  }
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
