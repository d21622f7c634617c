import { Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import type { Changes } from './changes.ts'
import type { QueueDeps } from './queue.ts'
import type { Change } from './store.ts'

/** The queue of changes, fetched when one is made here or waits on the device: a page begins without it. */
export function createLateChanges(deps: QueueDeps) {
  let made: Changes | undefined
  let coming: Promise<Changes> | undefined

  const fetched = () => {
    coming ??= import('./queue.ts').then(
      async (module) => {
        made = await module.createQueue(deps)
        return made
      },
      () => {
        coming = undefined
        throw new Refusal('unavailable', '')
      },
    )
    return coming
  }

  return {
    want: async (change: Change): Promise<Message | null> => (await fetched()).want(change),
    /** Takes in what waits on the device, where something does. */
    async adopt(isGone: (tab: string) => boolean) {
      if (await (await deps.device()).database?.count('changes')) await (await fetched()).adopt(isGone)
    },
    draw: (roomId: string, messages: readonly Message[]) => made?.draw(roomId, messages) ?? messages,
    forget: (roomId: string) => made?.forget(roomId),
    resume: () => made?.resume(),
    stop: () => made?.stop(),
  }
}
