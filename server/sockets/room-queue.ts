import { Refusal } from '#protocol/errors.ts'
import { ROOM_QUEUE_MAX } from '#protocol/limits.ts'

const RETRY_AFTER_MS = 1_000

/**
 * Requests of one socket that name one room run one after the other, in order of arrival; others run at once. Past 100
 * queued it refuses `rate_limited`.
 */
export function createRoomQueue() {
  const rooms = new Map<string, { last: Promise<unknown>; length: number }>()

  return function inTurn<T>(roomId: string | null, work: () => Promise<T>): Promise<T> {
    if (roomId === null) return work()
    const queue = rooms.get(roomId) ?? { last: Promise.resolve(), length: 0 }
    if (queue.length >= ROOM_QUEUE_MAX) {
      return Promise.reject(
        new Refusal('rate_limited', 'Too much waits for this room already.', { retryAfterMs: RETRY_AFTER_MS }),
      )
    }
    rooms.set(roomId, queue)
    queue.length += 1
    const result = queue.last.then(work, work)
    const done = () => {
      queue.length -= 1
      if (queue.length === 0) rooms.delete(roomId)
    }
    queue.last = result.then(done, done)
    return result
  }
}
