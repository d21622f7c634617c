import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { FOLLOW_PARENT } from '#bin/child.ts'
import { CHECKOUT } from '#bin/fingerprint.ts'
import type { Flood, Flooded } from './flood.ts'

/** Who floods comes from elsewhere: they have what the nodes, the database and everybody else leave of this machine. */
const NICE = 19

/** Floods from a process of its own. Answers what came of each, in order; rejects when that process ends without a word. */
export function floodApart(floods: readonly Flood[]): Promise<Flooded[]> {
  const preloads = ['tsx', FOLLOW_PARENT].flatMap((module) => ['--import', module])
  const child = spawn(process.execPath, [...preloads, 'bench/faults/people/flood-process.ts', JSON.stringify(floods)], {
    cwd: CHECKOUT,
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  if (child.pid !== undefined) setPriority(child.pid, NICE)
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as Flooded[]))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`who floods ended with ${code}`)))
  })
}
