import type pg from 'pg'
import { queryOn } from '#server/database/transaction.ts'
import { listBehind } from '../feed.ts'

const PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 10

/** Resolves with the milliseconds it took until the index is where the log is; throws after 10 s. */
export async function untilFed(pool: pg.Pool): Promise<number> {
  const began = performance.now()
  for (;;) {
    if ((await listBehind(queryOn(pool), 1)).length === 0) return performance.now() - began
    if (performance.now() - began > PATIENCE_MS) throw new Error('the search index is still behind after 10 s')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
