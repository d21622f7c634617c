import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const CHECKOUT = path.resolve(import.meta.dirname, '../../..')

/** A worker in a process of its own takes the one job `count` there is, and is killed (SIGKILL) while it runs it. */
export async function startKilledWorker(url: string, leaseMs: number): Promise<{ heldUntil: Date }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'worker-process.ts'), url, String(leaseMs)],
    {
      cwd: CHECKOUT,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const [{ heldUntil }] = (await once(child, 'message')) as [{ heldUntil: string }]
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  return { heldUntil: new Date(heldUntil) }
}
