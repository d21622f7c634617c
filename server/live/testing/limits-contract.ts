import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Limit, Limits } from '../limits.ts'

export type LimitsUnderTest = {
  limits: Limits
  /** Lets milliseconds go by: a clock moved by hand, or a real wait. */
  pass(ms: number): Promise<void>
  stop(): Promise<void>
}

const SENDS: Limit = { name: 'send', perSecond: 10, burst: 20 }

/** What every limiter keeps. `start` makes one with empty books. */
export function describeLimits(name: string, start: () => Promise<LimitsUnderTest>): void {
  describe(`limits in ${name}`, () => {
    let run: LimitsUnderTest
    beforeEach(async () => {
      run = await start()
    })
    afterEach(() => run.stop())

    const take = (limit: Limit, key: string, points = 1) => run.limits.consume([{ limit, key, points }])
    const tryTimes = async (times: number, limit: Limit, key: string) => {
      const verdicts = await Promise.all(Array.from({ length: times }, () => take(limit, key)))
      return verdicts.filter(({ ok }) => ok).length
    }

    it('[L8] 10 a second with bursts of 20: 20 at once, not 21, then one each 100 ms', async () => {
      expect(await tryTimes(25, SENDS, 'ann')).toBe(20)
      await run.pass(300)
      const later = await tryTimes(25, SENDS, 'ann')
      // A real clock goes on while the test works.
      expect(later).toBeGreaterThanOrEqual(3)
      expect(later).toBeLessThanOrEqual(6)
    })

    it('[L8] a bucket never holds more than its burst, however long nobody came', async () => {
      const limit: Limit = { name: 'fast', perSecond: 1_000, burst: 5 }
      const slow: Limit = { name: 'slow', points: 5, durationSeconds: 3_600, burst: 5 }
      expect(await tryTimes(1, limit, 'ann')).toBe(1)
      expect(await tryTimes(1, slow, 'ann')).toBe(1)
      await run.pass(100)
      expect(await tryTimes(20, slow, 'ann')).toBe(4)
    })

    it('[L8] people and limits do not share buckets', async () => {
      const one: Limit = { name: 'one', perSecond: 0.01, burst: 1 }
      const other: Limit = { name: 'other', perSecond: 0.01, burst: 1 }
      expect(await tryTimes(2, one, 'ann')).toBe(1)
      expect(await tryTimes(2, one, 'bob')).toBe(1)
      expect(await tryTimes(2, other, 'ann')).toBe(1)
    })

    it('[L9] what is told as the wait is true: too early just before it, right after it', async () => {
      const limit: Limit = { name: 'wait', perSecond: 2, burst: 1 }
      expect(await take(limit, 'ann')).toEqual({ ok: true })
      const refused = await take(limit, 'ann')
      if (refused.ok) throw new Error('it should have been refused')
      expect(refused.retryAfterMs).toBeGreaterThan(300)
      expect(refused.retryAfterMs).toBeLessThanOrEqual(500)
      await run.pass(refused.retryAfterMs - 250)
      expect((await take(limit, 'ann')).ok).toBe(false)
      await run.pass(250)
      expect(await take(limit, 'ann')).toEqual({ ok: true })
    })

    it('[L9] a refusal costs nothing: asking again and again does not put it off', async () => {
      const limit: Limit = { name: 'eager', perSecond: 4, burst: 1 }
      await take(limit, 'ann')
      const refused = await take(limit, 'ann')
      if (refused.ok) throw new Error('it should have been refused')
      await tryTimes(50, limit, 'ann')
      await run.pass(refused.retryAfterMs)
      expect(await take(limit, 'ann')).toEqual({ ok: true })
      expect(run.limits.stats().refused).toBe(51)
    })

    it('[L9] a price of several points waits for all of them, and one above the burst for the burst', async () => {
      const limit: Limit = { name: 'price', perSecond: 20, burst: 10 }
      expect(await take(limit, 'ann', 8)).toEqual({ ok: true })
      const refused = await take(limit, 'ann', 8)
      if (refused.ok) throw new Error('it should have been refused')
      expect(refused.retryAfterMs).toBeGreaterThan(200)
      expect(refused.retryAfterMs).toBeLessThanOrEqual(300)
      await run.pass(refused.retryAfterMs)
      expect(await take(limit, 'ann', 8)).toEqual({ ok: true })
      expect(await take(limit, 'bob', 1_000)).toEqual({ ok: true })
      expect((await take(limit, 'bob')).ok).toBe(false)
    })

    it('[L9] several costs are paid together or not at all, and the longest wait is told with its name', async () => {
      const wide: Limit = { name: 'wide', perSecond: 100, burst: 100 }
      const narrow: Limit = { name: 'narrow', perSecond: 10, burst: 1 }
      const both = [
        { limit: wide, key: 'ann', points: 60 },
        { limit: narrow, key: 'ann' },
      ]
      expect(await run.limits.consume(both)).toEqual({ ok: true })
      const refused = await run.limits.consume(both)
      if (refused.ok) throw new Error('it should have been refused')
      expect(refused.limit).toBe('wide')
      // 60 of 100 are spent and 60 more wanted: 20 are missing, which takes twice as long as the narrow one’s next point.
      expect(refused.retryAfterMs).toBeGreaterThan(100)
      expect(refused.retryAfterMs).toBeLessThanOrEqual(200)
      expect(
        (
          await run.limits.consume([
            { limit: narrow, key: 'bob' },
            { limit: wide, key: 'ann', points: 60 },
          ])
        ).ok,
      ).toBe(false)
      expect(await take(narrow, 'bob'), 'what was refused together cost nothing').toEqual({ ok: true })
    })

    it('[L8] limits of 100,000 a second and of one a day both work', async () => {
      expect(await tryTimes(50, { name: 'huge', perSecond: 100_000, burst: 100_000 }, 'ann')).toBe(50)
      expect(await tryTimes(1, { name: 'huge-narrow', perSecond: 100_000, burst: 1 }, 'ann')).toBe(1)
      expect(await tryTimes(3, { name: 'day', points: 1, durationSeconds: 86_400, burst: 1 }, 'ann')).toBe(1)
    })
  })
}
