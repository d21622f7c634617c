import type { Ask } from '#client/connection/ask.ts'
import { Refusal } from '#protocol/errors.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** Doubts that come together are settled by one question, this long (ms) after the first. */
const GATHER_MS = 200

/** Asks for a room's summary where what is here does not tell it. Refusals are told; without a connection hello will tell. */
export function createRefresh(deps: {
  ask: Ask
  /** Changes whenever something is told of whether and how one is in a room. */
  toldOf(roomId: string): number | undefined
  onRoom(room: RoomSummary): void
  onRefused(roomId: string, refusal: Refusal): void
}) {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()

  async function run(roomId: string) {
    waiting.delete(roomId)
    const before = deps.toldOf(roomId)
    try {
      const { room } = await deps.ask('room:get', { roomId })
      // What was told meanwhile may be newer than the answer: a room that is gone must not come back with it.
      if (deps.toldOf(roomId) === before) deps.onRoom(room)
      else ask(roomId)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      deps.onRefused(roomId, error)
    }
  }

  function ask(roomId: string) {
    if (!waiting.has(roomId))
      waiting.set(
        roomId,
        setTimeout(() => void run(roomId), GATHER_MS),
      )
  }

  return {
    ask,
    /** The same at once: a screen waits for it. */
    now: run,
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
