import type { RoomChanges } from '#protocol/models.ts'
import type { KeywordAlerts } from '#server/core/later/keywords.ts'

/** Rooms that were written in are planned together, this long (ms) after the first. */
const GATHER_MS = 300
/** What a killed node left is found this often (ms). */
const SWEEP_MS = 60_000

/** Hears what is committed here, after it was told, and has those rooms looked through for keywords [T7]. */
export function createKeywordFeed(keywords: Pick<KeywordAlerts, 'plan' | 'planLate'>, failed: (error: unknown) => void) {
  let rooms = new Set<string>()
  let gathering: NodeJS.Timeout | null = null
  let sweeping: NodeJS.Timeout | null = null

  function plan() {
    gathering = null
    const planned = [...rooms]
    rooms = new Set()
    keywords.plan(planned).catch(failed)
  }
  const sweep = () => void keywords.planLate().catch(failed)

  return {
    saw({ roomId, messages }: RoomChanges) {
      if (!messages.some((row) => row.createdAt !== undefined)) return
      rooms.add(roomId)
      gathering ??= setTimeout(plan, GATHER_MS)
    },
    start() {
      sweep()
      sweeping = setInterval(sweep, SWEEP_MS)
    },
    /** What was not planned any more is found by the sweep of another node. */
    close() {
      if (gathering) clearTimeout(gathering)
      if (sweeping) clearInterval(sweeping)
    },
  }
}
