import { TYPING_EXPIRE_MS, TYPING_REFRESH_MS, TYPING_SUSTAIN_MS } from '#protocol/limits.ts'
import type { Ask } from './connection/ask.ts'
import { withKey, withoutKey } from './records.ts'
import type { State } from './state.ts'

/** What others are told expires by itself; theirs here is taken away this long (ms) after it should have been refreshed. */
const GRACE_MS = 1_000

type Own = { since: number; toldAt: number; timer: ReturnType<typeof setTimeout> }

/** Who types (K4): told once typing lasts, refreshed while it does, gone by itself. Best effort. */
export function createTyping({ me, state, ask }: { me: string; state: State; ask: Ask }) {
  const own = new Map<string, Own>()
  const expiries = new Map<string, ReturnType<typeof setTimeout>>()

  const tell = (roomId: string, typing: boolean) => void ask('typing:set', { roomId, typing }).catch(() => undefined)

  function pressed(roomId: string) {
    const now = Date.now()
    const former = own.get(roomId)
    clearTimeout(former?.timer)
    const typing: Own = {
      since: former?.since ?? now,
      toldAt: former?.toldAt ?? 0,
      timer: setTimeout(() => stopped(roomId), TYPING_EXPIRE_MS),
    }
    own.set(roomId, typing)
    if (now - typing.since < TYPING_SUSTAIN_MS || now - typing.toldAt < TYPING_REFRESH_MS) return
    typing.toldAt = now
    tell(roomId, true)
  }

  function stopped(roomId: string) {
    const former = own.get(roomId)
    if (!former) return
    clearTimeout(former.timer)
    own.delete(roomId)
    if (former.toldAt > 0) tell(roomId, false)
  }

  function show(roomId: string, userIds: readonly string[]) {
    clearTimeout(expiries.get(roomId))
    expiries.delete(roomId)
    const former = state.get().typing[roomId]
    if (userIds.length === 0) return state.set({ typing: withoutKey(state.get().typing, roomId) })
    expiries.set(
      roomId,
      setTimeout(() => show(roomId, []), TYPING_EXPIRE_MS + GRACE_MS),
    )
    const isSame = former?.length === userIds.length && former.every((id, index) => id === userIds[index])
    if (!isSame) state.set({ typing: withKey(state.get().typing, roomId, userIds) })
  }

  return {
    set: (roomId: string, typing: boolean) => (typing ? pressed(roomId) : stopped(roomId)),
    /** `typing`: everybody who types in a room now. */
    told: ({ roomId, userIds }: { roomId: string; userIds: string[] }) =>
      show(
        roomId,
        userIds.filter((id) => id !== me),
      ),
    /** Somebody wrote: they are not typing that any more. */
    wrote(roomId: string, userId: string) {
      const former = state.get().typing[roomId]
      if (former?.includes(userId))
        show(
          roomId,
          former.filter((id) => id !== userId),
        )
    },
    /** The connection is gone, and what it told with it. */
    clear() {
      for (const timer of expiries.values()) clearTimeout(timer)
      expiries.clear()
      if (Object.keys(state.get().typing).length > 0) state.set({ typing: {} })
    },
    stop() {
      for (const { timer } of own.values()) clearTimeout(timer)
      own.clear()
    },
  }
}
