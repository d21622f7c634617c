import type { State } from '#client/state.ts'
import type { LaterState } from '#client/types.ts'
import type { Later, Scheduled } from '#protocol/later.ts'

export const noLater: LaterState = { scheduled: {}, reminders: {}, saved: {}, keywords: [] }

const savedKey = (roomId: string, id: string) => `${roomId} ${id}`

type Deps = {
  state: State
  /** The person's clock moves on where a change joins on. */
  onMeRev(meRev: number): void
  onChange(): void
}

/**
 * What one has for later, as hello and `me:later` say it. Each part carries the clock of its change, so what comes late or
 * twice changes nothing [C1].
 */
export function createLater({ state, onMeRev, onChange }: Deps) {
  /** Hello told all of it, or the device remembered it. */
  let isWhole = false
  /** The clock of each part's latest change, also of those that are gone. */
  let toldAt = new Map<string, number>()

  function isNews(key: string, meRev: number): boolean {
    if (meRev <= (toldAt.get(key) ?? 0)) return false
    toldAt.set(key, meRev)
    return true
  }

  function merge(change: Later) {
    const { later } = state.get()
    const [scheduled, reminders, saved] = [{ ...later.scheduled }, { ...later.reminders }, { ...later.saved }]
    let { keywords } = later
    for (const row of change.scheduled ?? []) {
      if (!isNews(`scheduled ${row.id}`, row.meRev)) continue
      if (row.ended) delete scheduled[row.id]
      else scheduled[row.id] = withoutBody(row)
    }
    for (const row of change.reminders ?? []) {
      if (!isNews(`reminder ${row.id}`, row.meRev)) continue
      if (row.state === 'removed' || row.state === 'done') delete reminders[row.id]
      else reminders[row.id] = row
    }
    for (const row of change.saved ?? []) {
      if (!isNews(savedKey(row.roomId, row.id), row.meRev)) continue
      if (row.on) saved[savedKey(row.roomId, row.id)] = row
      else delete saved[savedKey(row.roomId, row.id)]
    }
    if (change.keywords && isNews('keywords', change.keywords.meRev)) keywords = change.keywords.words
    state.set({ later: { scheduled, reminders, saved, keywords } })
    onChange()
  }

  return {
    /** Whether hello need tell only what changed. */
    isWhole: () => isWhole,
    /** `me:later`, and the answers of one's own requests. */
    told(change: Later) {
      merge(change)
      const rows = [...(change.scheduled ?? []), ...(change.reminders ?? []), ...(change.saved ?? [])]
      const revs = [...rows.map((row) => row.meRev), ...(change.keywords ? [change.keywords.meRev] : [])]
      for (const meRev of revs.sort((a, b) => a - b)) onMeRev(meRev)
    },
    /** Hello's part: all there is, or what changed. */
    hello(answer: (Later & { whole: boolean }) | undefined) {
      if (!answer) return
      if (answer.whole) {
        toldAt = new Map()
        state.set({ later: noLater })
      }
      isWhole = true
      merge(answer)
    },
    /** What this device remembered. */
    restore(kept: LaterState) {
      isWhole = true
      state.set({ later: kept })
    },
    /** Another history: nothing of it counts. */
    drop() {
      isWhole = false
      toldAt = new Map()
      state.set({ later: noLater })
    },
  }
}

/** All the words are asked for where they are edited. */
function withoutBody({ body: _words, ...row }: Scheduled): Scheduled {
  return row
}

export type LaterSide = ReturnType<typeof createLater>
