import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { createHistogram } from '#bench/load/histogram.ts'
import { append } from '#server/core/messages/log/append.ts'
import { createFeeder } from '#server/core/search/feeder.ts'
import { searchMessages } from '#server/core/search/search.ts'
import type { BenchPerson } from '../community.ts'

const MESSAGES = 40
const PATIENCE_MS = 20_000

/** From the commit of a message until a search finds it, with the feeder of a socket host at work on the whole index. */
export async function measureLag(pool: pg.Pool, author: BenchPerson, roomId: string): Promise<{ p50: number; most: number }> {
  const failures: unknown[] = []
  const feeder = createFeeder({ pool, onFailed: (error) => failures.push(error) })
  void feeder.start()
  const user = { id: author.id, username: '', displayName: '', role: 'member' as const }
  const times = createHistogram()
  let most = 0
  try {
    for (let i = 0; i < MESSAGES; i++) {
      const word = `lag${uuidv7().replaceAll('-', '')}`
      const entry = {
        id: uuidv7(),
        roomId,
        author: user,
        sessionId: author.sessionId,
        body: `${word} and a few words`,
        replyToId: null,
      }
      const { outcomes } = await append(pool, [{ ...entry, mentionUserIds: [], mentionRoom: null, kind: null }], true)
      if (outcomes[0]?.status !== 'new') throw new Error('a message was not stored')
      feeder.poke(roomId)
      const began = performance.now()
      while ((await searchMessages(pool, user, { query: word })).hits.length === 0) {
        if (performance.now() - began > PATIENCE_MS)
          throw new Error(`a message was not found within 20 s: ${String(failures[0])}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const took = performance.now() - began
      times.add(took)
      most = Math.max(most, took)
    }
  } finally {
    await feeder.close()
  }
  return { p50: times.quantile(0.5) ?? 0, most }
}
