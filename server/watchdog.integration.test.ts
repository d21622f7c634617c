import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** A process that is watched for 2 s of standing still, and what it does then. */
const run = (then: string) =>
  spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `import { startWatchdog } from './server/watchdog.ts'; const stop = startWatchdog(2); ${then}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )

test('[S7] a process whose loop stands still is ended by the watchdog, with a line that says so', async () => {
  const child = run('setTimeout(() => { for (;;); }, 100)')
  let told = ''
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  const [code, signal] = await once(child, 'exit')
  expect([code, signal]).toEqual([null, 'SIGKILL'])
  expect(told).toContain('stood still for 2 s')
})

test('[S7] one that is frozen whole for longer, or blocked for less, goes on, and ends when it wants', async () => {
  const child = run(
    `process.stdout.write('up'); setTimeout(() => { const until = Date.now() + 900; while (Date.now() < until); stop() }, 3500)`,
  )
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  setTimeout(() => child.kill('SIGCONT'), 4_000)
  expect(await once(child, 'exit')).toEqual([0, null])
})
