import { vi } from 'vitest'
import { createLog } from '#server/log.ts'
import { createMemoryBus, createMemoryHub } from './memory-bus.ts'
import { createMemoryPresenceStore } from './memory-presence-store.ts'
import { createPresence } from './presence.ts'
import { PRESENCE_TIMES } from './presence-store.ts'
import { describePresence, severable } from './testing/presence-contract.ts'

const log = createLog('silent')

describePresence('memory', async () => {
  vi.useFakeTimers()
  const hub = createMemoryHub()
  const shared = createMemoryPresenceStore()
  return {
    times: { ...PRESENCE_TIMES, renewMs: 20_000 },
    node: async (nodeId) => {
      const { store, sever } = severable(shared)
      const lastSeen: { userId: string; at: Date }[] = []
      const bus = createMemoryBus({ nodeId, hub, log })
      const presence = createPresence({ store, bus, log, onLastSeen: (userId, at) => lastSeen.push({ userId, at }) })
      return { presence, sever, lastSeen }
    },
    pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    stepMs: 50,
    stop: async () => void vi.useRealTimers(),
  }
})
