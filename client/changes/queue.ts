import type { Connection } from '#client/connection/connection.ts'
import type { Device } from '#client/device.ts'
import type { State } from '#client/state.ts'
import type { Windows } from '#client/sync/windows.ts'
import type { Message } from '#protocol/models.ts'
import { type Changes, createChanges } from './changes.ts'
import { createKeptChanges, createMemoryChanges } from './store.ts'

export type QueueDeps = {
  me: string
  tab: string
  state: State
  connection: Connection
  device(): Promise<Device>
  windows(): Windows
  /** Merges the row of an ack. */
  merge(message: Message): void
}

/** The queue of changes of one page, with what it is kept in and drawn on. */
export async function createQueue({ me, tab, state, connection, device, windows, merge }: QueueDeps): Promise<Changes> {
  const { database } = await device()
  return createChanges({
    ...{ me, tab, merge },
    ask: connection.now,
    isLive: connection.isLive,
    store: database ? createKeptChanges(database) : createMemoryChanges(),
    redraw: (roomId) => windows().redraw(roomId),
    onWaiting: (editsWaiting) => state.set({ editsWaiting }),
    onUndone: (change, refusal) => state.set({ undone: { change, error: refusal.toError() } }),
    onStaleToken: () => void connection.refreshSession(),
  })
}
