import type { Notice } from '#protocol/models.ts'
import type { State } from './state.ts'

/** The notices to everybody that stand. One with an end goes by itself, by this device's own clock from when it was told [N1]. */
export function createNotices(state: State) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function forget(id: string) {
    clearTimeout(timers.get(id))
    timers.delete(id)
  }
  function remove(id: string) {
    forget(id)
    if (state.get().notices.some((one) => one.id === id)) set(state.get().notices.filter((one) => one.id !== id))
  }
  const set = (notices: readonly Notice[]) => state.set({ notices })

  function expire({ id, endsInMs }: Notice) {
    forget(id)
    if (endsInMs !== undefined) timers.set(id, setTimeout(remove, endsInMs, id))
  }

  return {
    /** `server:notice`. */
    told(notice: Notice) {
      if (notice.endsInMs === 0) return remove(notice.id)
      const { notices } = state.get()
      const isKnown = notices.some((one) => one.id === notice.id)
      expire(notice)
      set(isKnown ? notices.map((one) => (one.id === notice.id ? notice : one)) : [...notices, notice])
    },
    /** Hello's list replaces what was known. */
    replace(notices: readonly Notice[]) {
      for (const id of [...timers.keys()]) forget(id)
      for (const notice of notices) expire(notice)
      if (notices.length > 0 || state.get().notices.length > 0) set(notices)
    },
    stop() {
      for (const id of [...timers.keys()]) forget(id)
    },
  }
}
