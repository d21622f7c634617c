import { Worker } from 'node:worker_threads'

const BEAT_MS = 500

/**
 * Ends this process, by SIGKILL, when its event loop stands still for `stallSeconds` (0: never): its clients then go
 * elsewhere at once instead of waiting for answers that never come [S7]. Answers how to stop it.
 */
export function startWatchdog(stallSeconds: number): () => Promise<void> {
  if (stallSeconds === 0) return async () => undefined
  const beats = new SharedArrayBuffer(4)
  const counter = new Int32Array(beats)
  const timer = setInterval(() => Atomics.add(counter, 0, 1), BEAT_MS)
  timer.unref()
  const worker = new Worker(new URL('./watchdog.mjs', import.meta.url), { workerData: { beats, stallSeconds }, execArgv: [] })
  worker.unref()
  return async () => {
    clearInterval(timer)
    await worker.terminate()
  }
}
