import type { Log } from '#server/log.ts'
import { type Bus, createMailroom } from './bus.ts'

/** What nodes of one process have in common instead of a Redis channel. */
export type MemoryHub = { send(text: string): void; join(receive: (text: string) => void): () => void }

export function createMemoryHub(): MemoryHub {
  const members = new Set<(text: string) => void>()
  return {
    send: (text) =>
      queueMicrotask(() => {
        for (const receive of members) receive(text)
      }),
    join: (receive) => {
      members.add(receive)
      return () => void members.delete(receive)
    },
  }
}

/** The bus within one process: to nobody, or to the other nodes of the same `hub`. */
export function createMemoryBus(deps: { nodeId: string; log: Log; hub?: MemoryHub }): Bus {
  const hub = deps.hub ?? createMemoryHub()
  const mailroom = createMailroom(deps.nodeId, deps.log)
  const leave = hub.join((text) => mailroom.receive(text))
  return {
    nodeId: deps.nodeId,
    publish: (topic, payload) => {
      const text = mailroom.write(topic, payload)
      if (text !== null) hub.send(text)
    },
    subscribe: mailroom.subscribe,
    status: () => 'up',
    stats: mailroom.stats,
    close: () => {
      leave()
      mailroom.close()
    },
  }
}
