import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export const START = path.resolve(import.meta.dirname, '../start.mjs')

export type Running = {
  child: ChildProcess
  /** Everything printed so far, on both streams. */
  output(): string
  /** Resolves when the output matches; rejects with it when the process ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

type Options = { folder: string; variables?: Record<string, string>; nodeArgs?: readonly string[]; uid?: number }

/** Runs a command of `bin/start.mjs` in a folder of its own, with these variables and no others of the shell's. */
export function runCommand(args: readonly string[], { folder, variables = {}, nodeArgs = [], uid }: Options): Running {
  const child = spawn(process.execPath, [...nodeArgs, START, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', HOME: folder, ...variables } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  let text = ''
  const listeners = new Set<() => void>()
  const keep = (chunk: Buffer) => {
    text += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Awaited<Running['ended']>)
  return {
    child,
    output: () => text,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(text)
          if (!match) return
          listeners.delete(look)
          resolve(match)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`ended before it printed ${pattern}:\n${text}`)))
      }),
  }
}
