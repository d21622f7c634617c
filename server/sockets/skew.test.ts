import { expect, it, vi } from 'vitest'
import type { Log } from '#server/log.ts'
import { createSkewWatch } from './skew.ts'

const NOW = Date.UTC(2026, 0, 1)

function watching() {
  const log = { error: vi.fn(), info: vi.fn() }
  const { saw } = createSkewWatch(log as unknown as Log)
  /** As a node sees it whose clock is ahead, by an answer that took so long. */
  const see = (aheadMs: number, tookMs = 10) =>
    saw({ databaseAt: NOW, askedAt: NOW + aheadMs - tookMs / 2, answeredAt: NOW + aheadMs + tookMs / 2 })
  return { log, see }
}

it.each([31_000, -31_000, 600_000, -600_000])(
  'A14 a clock that is off by %d ms is told once, and again after it was right',
  (aheadMs) => {
    const { log, see } = watching()
    for (let i = 0; i < 3; i++) see(aheadMs)
    expect(log.error).toHaveBeenCalledTimes(1)
    expect(log.error).toHaveBeenCalledWith({ aheadMs }, expect.stringContaining('30 s'))
    see(0)
    see(0)
    expect(log.info).toHaveBeenCalledTimes(1)
    see(aheadMs)
    expect(log.error).toHaveBeenCalledTimes(2)
  },
)

it.each([0, 29_000, -29_000])('A14 clocks that differ by %d ms are nobody’s worry', (aheadMs) => {
  const { log, see } = watching()
  see(aheadMs)
  expect(log.error).not.toHaveBeenCalled()
})

it('A14 a slow answer tells nothing it can’t know', () => {
  const { log, see } = watching()
  see(40_000, 60_000)
  expect(log.error).not.toHaveBeenCalled()
  see(40_000)
  see(10_000, 60_000)
  expect(log.info).not.toHaveBeenCalled()
})
