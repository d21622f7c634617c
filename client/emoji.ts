import type { EmojiChange } from '#protocol/events.ts'
import type { CustomEmoji } from '#protocol/models.ts'
import type { Ask } from './connection/ask.ts'
import type { State } from './state.ts'

/** After a change that does not join on, the list is asked for within this time (ms), at random: everybody hears of it at once. */
const SPREAD_MS = 1_000

export type KeptEmoji = { rev: number; emoji: readonly CustomEmoji[] }
/** Keeps the list on the device. */
export type EmojiStore = { put(kept: KeptEmoji): void }

/** The installation's own emoji, as they are at its clock `rev` [X3]. */
export function createEmoji({ state, ask, isLive, store }: { state: State; ask: Ask; isLive(): boolean; store: EmojiStore }) {
  let rev: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function set(kept: KeptEmoji, isNews = true) {
    rev = kept.rev
    state.set({ emoji: kept.emoji })
    if (isNews) store.put(kept)
  }

  async function load() {
    timer = undefined
    // Told anew by the next hello.
    const answer = isLive() ? await ask('emoji:list', {}).catch(() => null) : null
    if (answer) set(answer)
  }
  function soon(ms: number) {
    timer ??= setTimeout(() => void load(), ms)
  }

  return {
    restore(kept: KeptEmoji | null) {
      if (kept && rev === null) set(kept, false)
    },
    /** Hello's word on where the clock is. Asked for once it is live. */
    at(now: number | undefined) {
      if (now !== undefined && now !== rev) soon(0)
    },
    /** `emoji:changed`. */
    told({ rev: to, added, removed }: EmojiChange) {
      if (rev !== null && to <= rev && (added || removed !== undefined)) return
      if (rev === null || to !== rev + 1 || !(added || removed !== undefined)) {
        if (to !== rev) soon(Math.random() * SPREAD_MS)
        return
      }
      const others = state.get().emoji.filter((one) => one.id !== removed && one.id !== added?.id)
      set({ rev: to, emoji: added ? [...others, added].sort((a, b) => (a.name < b.name ? -1 : 1)) : others })
    },
    /** Another history: nothing held counts. */
    forget() {
      rev = null
      if (state.get().emoji.length > 0) state.set({ emoji: [] })
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
