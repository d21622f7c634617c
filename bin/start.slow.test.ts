import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { findFreePort } from '#server/database/postmaster.ts'
import { runCommand } from './testing/run-command.ts'

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('gives up on a process that crashes five times in a row, with a sentence', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-start-'))
    // Root's PostgreSQL can enter, and keeps its data here.
    chmodSync(folder, 0o755)
    const running = runCommand([], { folder, variables: { PORT: String(await findFreePort()) } })
    await running.printed(/Ready in/)
    const socketHost = () => {
      // ps fails when there is no child at all, as between a crash and the next start.
      const list = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(running.child.pid)], { encoding: 'utf8' }).stdout
      return Number(/^\s*(\d+) .*server\/index\.ts/m.exec(list)?.[1] ?? 0)
    }
    let killed = 0
    let isOver = false
    void running.ended.then(() => {
      isOver = true
    })
    while (!isOver) {
      const pid = socketHost()
      if (pid && pid !== killed) {
        // Long enough to be ready: what never was ready counts as a crash all the same.
        await wait(2_500)
        process.kill(pid, 'SIGKILL')
        killed = pid
      }
      await wait(50)
    }
    expect((await running.ended).code).toBe(1)
    expect(running.output()).toContain('The socket host crashed 5 times in a row (SIGKILL): what it printed says why.')
    rmSync(folder, { recursive: true, force: true })
  })
})
