import type { Ask } from '#client/connection/ask.ts'
import { withKey, withoutKey } from '#client/records.ts'
import type { State } from '#client/state.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import { DRAFT_AGO_MAX_MS } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { RequestData } from '#protocol/requests.ts'
import type { Rooms } from './rooms.ts'

/** A draft is told once nothing was written for this long (ms). */
const SETTLE_MS = 1_000

/**
 * A draft the server has not confirmed: its words, when they were written (epoch ms), and the `draftAt` of the draft they were
 * written over (null: none).
 */
export type KeptDraft = { body: string; at: number; seenAt?: string | null }

/** Keeps drafts over a reload until the server has them. A former version kept the words alone. */
export type DraftStore = { put(key: string, draft: KeptDraft | string): void; remove(key: string): void }

type Deps = { rooms(): Rooms; state: State; ask: Ask; isLive(): boolean; store: DraftStore }
type Told = RequestData<'room:draft'>

export type Drafts = ReturnType<typeof createDrafts>

/** Under this key the device keeps the other draft of a room. */
const otherKey = (roomId: string) => `${roomId} other`

/**
 * What is being written, by room: here at once, on one's other devices a moment later. Of two drafts that were written without
 * knowing of each other the newer stays; the other one goes to `otherDrafts`, and so does what was being written in a room one
 * is no longer in [X1].
 */
export function createDrafts({ rooms, state, ask, isLive, store }: Deps) {
  /** Written here, not confirmed yet. An empty one clears. */
  const pending = new Map<string, KeptDraft>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const withDraft = ({ draft: _former, draftAt: _at, ...room }: RoomSummary, body: string, at?: string): RoomSummary =>
    body === '' ? room : { ...room, draft: body, ...(at === undefined ? {} : { draftAt: at }) }

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

  function put(roomId: string, draft: KeptDraft) {
    pending.set(roomId, draft)
    store.put(roomId, draft)
  }

  function confirmed(roomId: string) {
    pending.delete(roomId)
    store.remove(roomId)
  }

  function setOther(roomId: string, body: string) {
    const { otherDrafts } = state.get()
    if (body.trim() === '') {
      store.remove(otherKey(roomId))
      state.set({ otherDrafts: withoutKey(otherDrafts, roomId) })
      return
    }
    store.put(otherKey(roomId), body)
    state.set({ otherDrafts: withKey(otherDrafts, roomId, body) })
  }

  /** What is there already is kept too. */
  function addOther(roomId: string, body: string) {
    const there = state.get().otherDrafts[roomId]
    if (body.trim() !== '' && !there?.includes(body)) setOther(roomId, there === undefined ? body : `${there}\n\n${body}`)
  }

  function settle(roomId: string, sent: KeptDraft, told: Told) {
    // Of a thread one does not follow: this device keeps it.
    if (told.stored === false) return
    const now = pending.get(roomId)
    if (now && now.body !== sent.body) {
      addOther(roomId, told.other ?? '')
      return put(roomId, { ...now, seenAt: told.draftAt ?? null })
    }
    confirmed(roomId)
    addOther(roomId, told.isNewer ? sent.body : (told.other ?? ''))
    rooms().change(roomId, (room) => withDraft(room, told.isNewer ? (told.other ?? '') : sent.body, told.draftAt))
  }

  async function tell(roomId: string) {
    const sent = pending.get(roomId)
    if (sent === undefined || !isLive()) return
    const { body, at, seenAt } = sent
    const agoMs = Math.min(Math.max(0, Date.now() - at), DRAFT_AGO_MAX_MS)
    try {
      settle(roomId, sent, await ask('room:draft', { roomId, body, agoMs, ...(seenAt === undefined ? {} : { seenAt }) }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (isRetried(error.code)) {
        if (isLive()) later(roomId, error.more.retryAfterMs ?? SETTLE_MS)
        return
      }
      // Nobody will ever have it: the words stay here.
      addOther(roomId, pending.get(roomId)?.body ?? body)
      confirmed(roomId)
    }
  }

  return {
    set(roomId: string, body: string) {
      const room = rooms().find(roomId)
      if ((room?.draft ?? '') === body) return
      const former = pending.get(roomId)
      const seenAt = former ? former.seenAt : (room?.draftAt ?? null)
      put(roomId, { body, at: Date.now(), ...(seenAt === undefined ? {} : { seenAt }) })
      rooms().change(roomId, (known) => withDraft(known, body, known.draftAt))
      later(roomId, SETTLE_MS)
    },
    /** What is written here wins over what the server last heard. */
    withOwn(room: RoomSummary): RoomSummary {
      const own = pending.get(room.id)
      return own === undefined ? room : withDraft(room, own.body, room.draftAt)
    },
    restore(kept: readonly (readonly [string, KeptDraft | string])[]) {
      for (const [key, draft] of kept) {
        const [roomId = '', other] = key.split(' ')
        if (other !== undefined) addOther(roomId, typeof draft === 'string' ? draft : draft.body)
        else if (!pending.has(key)) pending.set(key, typeof draft === 'string' ? { body: draft, at: 0 } : draft)
      }
    },
    /** Whoever writes may be leaving: what waits to be told is told now. */
    flush() {
      for (const [roomId, timer] of timers) {
        clearTimeout(timer)
        timers.delete(roomId)
        void tell(roomId)
      }
    },
    resume() {
      for (const roomId of pending.keys()) later(roomId, 0)
    },
    /** One is no longer in the room: what was being written there stays. */
    lost(roomId: string, draft: string | undefined) {
      addOther(roomId, pending.get(roomId)?.body ?? draft ?? '')
      if (pending.has(roomId)) confirmed(roomId)
    },
    /** Words that no room shows are kept beside what is there. */
    keep: addOther,
    /** The other draft of a room becomes another, or with an empty text none. */
    setOther,
    stop() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
