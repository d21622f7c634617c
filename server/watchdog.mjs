// A thread of its own: the one that stands still can't end itself. It counts its own ticks, so that a process that was
// frozen whole (SIGSTOP, a machine asleep) is not taken for one that hangs.
import { write } from 'node:fs'
import { workerData } from 'node:worker_threads'

const TICK_MS = 1_000
const LAST_WORDS_MS = 100
const { beats, stallSeconds } = workerData
const counter = new Int32Array(beats)
let last = Atomics.load(counter, 0)
let still = 0

setInterval(() => {
  const now = Atomics.load(counter, 0)
  still = now === last ? still + 1 : 0
  last = now
  if (still < stallSeconds) return
  const line = { level: 60, time: new Date().toISOString(), msg: `the event loop stood still for ${stallSeconds} s: ending` }
  // Whoever reads the log may be what the process hangs on: it is not waited for.
  write(2, `${JSON.stringify(line)}\n`, () => undefined)
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS_MS)
}, TICK_MS)
