import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLog } from '#server/log.ts'
import { createMemoryBus } from './memory-bus.ts'
import { createPresence } from './presence.ts'
import type { Lease, PresenceStore } from './presence-store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('L14 a renewal that is under way when a node closes does not revive what ended', async () => {
  const renewed: number[] = []
  let goOn = () => {}
  const store: PresenceStore = {
    renew: (leases: Lease[]) => {
      renewed.push(leases.length)
      return leases.length === 1 ? Promise.resolve([]) : new Promise((resolve) => (goOn = () => resolve([])))
    },
    end: vi.fn(async () => {}),
    choose: async () => [],
    look: async () => [],
    sweep: async () => [],
    onBack: () => () => {},
  }
  const log = createLog('silent')
  const presence = createPresence({ store, bus: createMemoryBus({ nodeId: 'n', log }), log })
  for (let count = 0; count < 450; count += 1)
    await presence.connect({ userId: `u${count}`, connectionId: `c${count}`, status: 'online' })
  renewed.length = 0
  await vi.advanceTimersByTimeAsync(20_000)
  expect(renewed).toEqual([200])
  await presence.close()
  expect(store.end).toHaveBeenCalledTimes(450)
  goOn()
  await vi.advanceTimersByTimeAsync(0)
  expect(renewed).toEqual([200])
})
