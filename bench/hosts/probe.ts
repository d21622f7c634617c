import { EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { queryObjects } from 'node:v8'

/**
 * Preloaded into every server under measurement: answers what the process has used, over the channel to its parent.
 * `settled` is asked where memory counts, and collects garbage first (`--expose-gc`).
 */
export type Question = { ask: number; what: 'usage' | 'settled' | 'profile' | 'profiled'; file?: string }
export type Usage = {
  ask: number
  cpuMicros: number
  rssBytes: number
  heapBytes: number
  /** Timers that are set, other resources that are open, and objects that listeners can hang on. */
  timers: number
  handles: number
  emitters: number
}

const COLLECTIONS = 4
const SAMPLE_MICROS = 250
let session: Session | null = null

process.on('message', (message: Question) => {
  if (typeof message.ask === 'number') void answer(message)
})
process.channel?.unref()

async function answer({ ask, what, file }: Question) {
  if (what === 'settled') await collect()
  if (what === 'profile') await profile()
  if (what === 'profiled' && session && file) {
    const { profile: made } = await session.post('Profiler.stop')
    writeFileSync(file, JSON.stringify(made))
  }
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo()
  const timers = resources.filter((kind) => kind === 'Timeout').length
  process.send?.({
    ask,
    cpuMicros: user + system,
    rssBytes: rss,
    heapBytes: heapUsed,
    timers,
    handles: resources.length - timers,
    // Walks the heap: only where time does not count.
    emitters: what === 'settled' ? queryObjects(EventEmitter, { format: 'count' }) : 0,
  } satisfies Usage)
}

async function collect() {
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc?.()
    await wait(50)
  }
}

async function profile() {
  if (!session) {
    session = new Session()
    session.connect()
  }
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROS })
  await session.post('Profiler.start')
}
