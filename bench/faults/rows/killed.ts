import { pick } from '#server/core/messages/log/testing/random.ts'
import type { Row } from '../row.ts'
import { offlineTimes } from './offline.ts'

const CAUGHT_UP_MS = 3_000
/** A lost publish is repaired within this time. */
const REPAIR_MS = 6_000

export const F01: Row = {
  id: 'F01',
  title: 'one of three nodes is killed under load',
  star: true,
  bound: { maxMs: REPAIR_MS, p95Ms: CAUGHT_UP_MS },
  async inject({ cluster, history, random, pass, lasts, demandInTime }) {
    const node = pick(random, cluster.nodes)
    const at = Date.now()
    const { signal } = await node.kill('SIGKILL')
    const awayMs = lasts(5_000, 15_000)
    await pass(awayMs)
    await node.start()
    await pass(1_000)
    const times = offlineTimes(history, at)
    const p95 = times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY
    demandInTime(p95 <= CAUGHT_UP_MS, `clients of the killed node were caught up after ${p95} ms (p95), over ${CAUGHT_UP_MS}`)
    return { times: signal === 'SIGKILL' ? 1 : 0, what: `${node.name} killed, back after ${awayMs / 1_000} s` }
  },
}

/** A node that dies by itself at a point of a message's way; whoever watches over it starts it again. */
const dyingAt = (id: string, title: string, at: 'after-commit' | 'before-publish', afterMs: number): Row => ({
  id,
  title,
  star: true,
  bound: { maxMs: REPAIR_MS },
  async inject({ cluster, pass, lasts }) {
    const deaths = lasts(2, 6)
    for (let i = 0; i < deaths; i++) {
      const node = cluster.nodes[i % cluster.nodes.length]!
      const ended = node.end()
      await node.set({ fault: 'die', at, afterMs })
      await ended
      await node.start()
      await pass(500)
    }
    return { times: deaths, what: `${deaths} nodes died ${at.replace('-', ' ')}` }
  },
})

export const F02 = dyingAt('F02', 'a node dies between a commit and its ack', 'after-commit', 0)
/** The ack has left when the process ends. */
export const F03 = dyingAt('F03', 'a node dies between an ack and its publish', 'before-publish', 30)
