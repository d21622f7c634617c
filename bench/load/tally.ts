import type { Read } from './batches.ts'
import type { Place } from './dialects.ts'
import { createHistogram } from './histogram.ts'

/** What went wrong with what receivers got. Nothing may. */
export type Faults = {
  /** Messages that a receiver never got. */
  lost: number
  /** Messages that came to a receiver twice within the frames it had to apply. */
  doubled: number
  /** Messages that came to a receiver before the one that is ahead of them. */
  disordered: number
  /** Sends that were refused, and sends that nobody answered. */
  refused: number
  unanswered: number
}

/**
 * Counts what receivers get and checks it as a client would [C1]: a frame up to the rev one has is passed over, one that
 * joins on is applied, rows in it that one has are not. Then seqs must come without a hole.
 */
export function createTally() {
  const faults: Faults = { lost: 0, doubled: 0, disordered: 0, refused: 0, unanswered: 0 }
  const delivery = createHistogram()
  const ack = createHistogram()
  const counts = { deliveries: 0, frames: 0, acks: 0, bytes: 0, repeats: 0 }

  return {
    faults,
    counts,
    delivery,
    ack,
    /** One receiver got a frame at `now`. */
    take(place: Place, read: Read, now: number) {
      counts.frames += 1
      counts.bytes += read.bytes.length
      if (read.rev <= place.rev) {
        counts.repeats += 1
        return
      }
      for (let i = 0; i < read.messages.length; i++) {
        const message = read.messages[i]!
        if (message.rev <= place.rev) continue
        if (message.seq === place.seq + 1) {
          place.seq = message.seq
          counts.deliveries += 1
          const sentAt = read.sentAt[i]
          if (sentAt !== undefined) delivery.add(now - sentAt)
        } else if (message.seq <= place.seq) faults.doubled += 1
        else faults.disordered += 1
      }
      if (read.prev > place.rev) faults.disordered += 1
      place.rev = read.rev
    },
    /** From here on it counts anew; faults stay. */
    restart() {
      Object.assign(counts, { deliveries: 0, frames: 0, acks: 0, bytes: 0, repeats: 0 })
      delivery.clear()
      ack.clear()
    },
  }
}

export type Tally = ReturnType<typeof createTally>
