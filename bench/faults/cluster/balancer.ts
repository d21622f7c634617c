import { setTimeout as wait } from 'node:timers/promises'

const LOOK_EVERY_MS = 250
const ANSWER_MS = 500
const WHOLE_MS = 30_000

/** Knows which nodes are ready, by asking each `/readyz` as a load balancer does. */
export function createBalancer(ports: readonly number[]) {
  const ready = new Set(ports)
  let isStopped = false

  async function look(port: number) {
    while (!isStopped) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null)
      if (answer?.ok) ready.add(port)
      else ready.delete(port)
      await wait(LOOK_EVERY_MS)
    }
  }
  const looking = ports.map(look)

  return {
    /** Where a client of front `i` is sent: its node first, ready ones before the others. With none ready, all are tried. */
    from(i: number): number[] {
      const order = ports.map((_, k) => ports[(i + k) % ports.length]!)
      return [...order.filter((port) => ready.has(port)), ...order.filter((port) => !ready.has(port))]
    },
    /** Resolves when all nodes are ready; rejects when that takes too long. */
    async whole() {
      const until = Date.now() + WHOLE_MS
      while (ready.size < ports.length && !isStopped) {
        if (Date.now() > until) throw new Error(`only ${ready.size} of ${ports.length} nodes got ready within ${WHOLE_MS} ms`)
        await wait(LOOK_EVERY_MS)
      }
    },
    async stop() {
      isStopped = true
      await Promise.all(looking)
    },
  }
}
