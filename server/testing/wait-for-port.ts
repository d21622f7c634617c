import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const WITHIN_MS = 15_000
const POLL_MS = 50

/** Resolves once somebody listens on a port of the loopback; rejects when `child`, who should, ends first. */
export async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + WITHIN_MS
  while (!(await listens(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`)
    if (Date.now() > deadline) throw new Error(`${child.spawnfile} does not listen on ${port}`)
    await wait(POLL_MS)
  }
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
