import type pg from 'pg'
import { queryOn } from '#server/database/transaction.ts'
import { feedPortion, listBehind } from './feed.ts'

/** What is written at once is taken in together. */
const GATHER_MS = 50
/** Another node is at it, or the database did not answer. */
const AGAIN_MS = 150
/** Whatever nobody told of is found by then. */
const COMPARE_MS = 1_000
/** Comparing takes at most this share of the time, however many rooms there are. */
const COMPARE_SHARE = 0.05
const ROOMS_AT_ONCE = 200

type Deps = { pool: pg.Pool; onFailed: (error: unknown) => void }

/**
 * Brings the search index to where the log is, behind the commits and never in them: at once for what this node
 * committed (`poke`), and within a second for everything else, by comparing every room's rev with how far it was taken in.
 * A first fill takes half of the time at most. Any node may do it; one does at a time [F3].
 */
export function createFeeder({ pool, onFailed }: Deps) {
  const query = queryOn(pool)
  const rooms = new Set<string>()
  let running: Promise<void> | null = null
  let gathering: NodeJS.Timeout | null = null
  let comparing: NodeJS.Timeout | null = null
  let isClosed = false

  function soon(ms: number) {
    if (isClosed || running || gathering) return
    gathering = setTimeout(() => {
      gathering = null
      running = run().finally(() => {
        running = null
        if (rooms.size > 0) soon(AGAIN_MS)
      })
    }, ms)
  }

  async function run() {
    while (rooms.size > 0 && !isClosed) {
      const some = [...rooms].slice(0, ROOMS_AT_ONCE)
      for (const roomId of some) rooms.delete(roomId)
      const again = (left: readonly string[]) => {
        for (const roomId of left) rooms.add(roomId)
      }
      const began = performance.now()
      try {
        const left = await feedPortion(pool, some)
        again(left ?? some)
        if (left === null) return
        if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, performance.now() - began))
      } catch (error) {
        again(some)
        onFailed(error)
        return
      }
    }
  }

  async function compare() {
    const began = performance.now()
    try {
      for (const { roomId } of await listBehind(query, ROOMS_AT_ONCE)) rooms.add(roomId)
      if (rooms.size > 0) soon(0)
    } catch (error) {
      onFailed(error)
    }
    const pause = Math.max(COMPARE_MS, (performance.now() - began) / COMPARE_SHARE)
    if (!isClosed) comparing = setTimeout(compare, pause * (0.8 + 0.2 * Math.random()))
  }

  return {
    /** This node committed something there. */
    poke(roomId: string) {
      rooms.add(roomId)
      soon(GATHER_MS)
    },
    start: compare,
    async close() {
      isClosed = true
      if (gathering) clearTimeout(gathering)
      if (comparing) clearTimeout(comparing)
      await running
    },
  }
}
