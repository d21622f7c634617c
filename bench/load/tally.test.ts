import { describe, expect, it } from 'vitest'
import type { Read } from './batches.ts'
import { createTally } from './tally.ts'

const frame = (prev: number, ...seqs: number[]): Read => ({
  roomId: 'room',
  prev,
  rev: prev + seqs.length,
  messages: seqs.map((seq, i) => ({ id: `message ${seq}`, seq, rev: prev + i + 1 })),
  sentAt: seqs.map(() => 5),
  bytes: Buffer.alloc(10),
})

describe('what a receiver got', () => {
  it('is counted when it comes once and in order', () => {
    const tally = createTally()
    const place = { rev: 3, seq: 2 }
    tally.take(place, frame(3, 3, 4), 7)
    tally.take(place, frame(5, 5), 9)
    expect(place).toEqual({ rev: 6, seq: 5 })
    expect(tally.counts).toMatchObject({ deliveries: 3, frames: 2, repeats: 0 })
    expect(tally.faults).toEqual({ lost: 0, doubled: 0, disordered: 0, refused: 0, unanswered: 0 })
    expect(tally.delivery.quantile(0.5)).toBeCloseTo(2, 1)
  })

  it('is passed over when a frame is repeated, and where it overlaps what is there [C1]', () => {
    const tally = createTally()
    const place = { rev: 3, seq: 2 }
    tally.take(place, frame(3, 3, 4), 7)
    tally.take(place, frame(3, 3, 4), 7)
    tally.take(place, frame(4, 4, 5), 7)
    expect(tally.counts).toMatchObject({ deliveries: 3, repeats: 1 })
    expect(tally.faults).toMatchObject({ doubled: 0, disordered: 0 })
  })

  it('is a fault when a message is missing or comes again under another rev', () => {
    const missing = createTally()
    missing.take({ rev: 3, seq: 2 }, frame(4, 4), 7)
    expect(missing.faults.disordered).toBeGreaterThan(0)
    const doubled = createTally()
    doubled.take({ rev: 3, seq: 2 }, frame(3, 2), 7)
    expect(doubled.faults.doubled).toBe(1)
  })
})
