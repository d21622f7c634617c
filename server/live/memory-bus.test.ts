import { createLog } from '#server/log.ts'
import { createMemoryBus, createMemoryHub } from './memory-bus.ts'
import { describeBus } from './testing/bus-contract.ts'

describeBus('memory', async () => {
  const hub = createMemoryHub()
  return {
    node: async (nodeId) => createMemoryBus({ nodeId, hub, log: createLog('silent') }),
    inject: hub.send,
    stop: async () => {},
  }
})
