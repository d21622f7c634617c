import type { Ask } from '#client/connection/ask.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { Rooms } from './rooms.ts'

/** A draft is told once nothing was written for this long (ms). */
const SETTLE_MS = 1_000

/** Keeps drafts over a reload until the server has them. */
export type DraftStore = { put(roomId: string, body: string): void; remove(roomId: string): void }

type Deps = { rooms(): Rooms; ask: Ask; isLive(): boolean; store: DraftStore }

export type Drafts = ReturnType<typeof createDrafts>

/** What is being written, by room: here at once, on one's other devices a moment later. */
export function createDrafts({ rooms, ask, isLive, store }: Deps) {
  /** Written here, not confirmed yet. An empty one clears. */
  const pending = new Map<string, string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const withDraft = ({ draft: _former, ...room }: RoomSummary, body: string): RoomSummary =>
    body === '' ? room : { ...room, draft: body }

  function later(roomId: string, ms: number) {
    clearTimeout(timers.get(roomId))
    timers.set(
      roomId,
      setTimeout(() => {
        timers.delete(roomId)
        void tell(roomId)
      }, ms),
    )
  }

  function confirmed(roomId: string) {
    pending.delete(roomId)
    store.remove(roomId)
  }

  async function tell(roomId: string) {
    const body = pending.get(roomId)
    if (body === undefined || !isLive()) return
    try {
      await ask('room:draft', { roomId, body })
      if (pending.get(roomId) === body) confirmed(roomId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!isRetried(error.code)) confirmed(roomId)
      else if (isLive()) later(roomId, error.more.retryAfterMs ?? SETTLE_MS)
    }
  }

  return {
    set(roomId: string, body: string) {
      if ((rooms().find(roomId)?.draft ?? '') === body) return
      pending.set(roomId, body)
      store.put(roomId, body)
      rooms().change(roomId, (room) => withDraft(room, body))
      later(roomId, SETTLE_MS)
    },
    /** What is written here wins over what the server last heard. */
    withOwn(room: RoomSummary): RoomSummary {
      const body = pending.get(room.id)
      return body === undefined ? room : withDraft(room, body)
    },
    restore(kept: readonly (readonly [string, string])[]) {
      for (const [roomId, body] of kept) if (!pending.has(roomId)) pending.set(roomId, body)
    },
    resume() {
      for (const roomId of pending.keys()) later(roomId, 0)
    },
    forget(roomId: string) {
      if (pending.has(roomId)) confirmed(roomId)
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
