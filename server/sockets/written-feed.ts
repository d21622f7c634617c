import type { RoomChanges } from '#protocol/models.ts'

type Look = {
  /** Has these rooms looked through soon. */
  plan(roomIds: readonly string[]): Promise<void>
  /** Finds rooms that nobody planned. */
  planLate(): Promise<void>
}

/** Rooms that were written in are planned together, this long (ms) after the first. */
const GATHER_MS = 300
/** What a killed node left is found this often (ms). */
const SWEEP_MS = 60_000

/** Hears what is committed here, after it was told, and has those rooms looked through: for keywords, and for whom to tell [T7, OF4]. */
export function createWrittenFeed(look: Look, failed: (error: unknown) => void) {
  let rooms = new Set<string>()
  let gathering: NodeJS.Timeout | null = null
  let sweeping: NodeJS.Timeout | null = null

  function plan() {
    gathering = null
    const planned = [...rooms]
    rooms = new Set()
    look.plan(planned).catch(failed)
  }
  const sweep = () => void look.planLate().catch(failed)

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
