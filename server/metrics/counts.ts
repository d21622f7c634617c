import type { ErrorCode } from '#protocol/errors.ts'
import type { RoomChanges } from '#protocol/models.ts'
import type { RequestName } from '#protocol/requests.ts'
import { createDurations } from './durations.ts'

/** Messages between their coming and their telling. One that is never told (a repeat) is let go when so many newer ones came. */
const UNTOLD_MAX = 10_000

/**
 * What happened on this node since it started, counted where it happens: additions only, no labels made at run time, nothing
 * asked. `readNumbers` reads it; what it costs is nothing beside what it counts.
 */
export function createCounts() {
  const requests = new Map<RequestName, Map<ErrorCode | 'ok', number>>()
  const closed = new Map<string, number>()
  const http = new Map<string, number>()
  const delivery = createDurations()
  const untold = new Map<string, number>()
  let opened = 0
  let firstHellos = 0
  let returns = 0
  let messages = 0
  let changes = 0
  let broadcasts = 0
  let deliveries = 0
  let cutOff = 0

  return {
    /** A connection was let in. */
    connected() {
      opened += 1
    },
    /** It ended, for one of Socket.IO's own reasons. */
    disconnected: (reason: string) => add(closed, reason),
    /** One that did not keep up was closed. */
    cutOff() {
      cutOff += 1
    },
    /** The first hello of a connection: of somebody who comes back with what it holds, or who comes anew. */
    greeted(isBack: boolean) {
      if (isBack) returns += 1
      else firstHellos += 1
    },
    /** A request was answered. */
    answered(event: RequestName, outcome: ErrorCode | 'ok') {
      const known = requests.get(event)
      if (known) add(known, outcome)
      else requests.set(event, new Map([[outcome, 1]]))
    },
    /** A message came: its time runs. */
    came(messageId: string) {
      if (untold.size >= UNTOLD_MAX) untold.delete(untold.keys().next().value!)
      untold.set(messageId, performance.now())
    },
    /** It was refused: nobody is told. */
    refused: (messageId: string) => void untold.delete(messageId),
    /** A frame was given to `hearers` connections of this node. */
    told(frame: RoomChanges, hearers: number) {
      broadcasts += 1
      deliveries += hearers
      if (untold.size === 0) return
      const now = performance.now()
      for (const { id } of frame.messages) {
        const at = untold.get(id)
        if (at === undefined) continue
        untold.delete(id)
        delivery.add((now - at) / 1_000)
      }
    },
    /** A commit of this node: what it tells of each message, whole ones being new. */
    committed(frame: RoomChanges) {
      for (const { createdAt } of frame.messages) {
        if (createdAt === undefined) changes += 1
        else messages += 1
      }
    },
    /** An HTTP request was answered with this status. */
    http: (status: number) => add(http, `${Math.floor(status / 100)}xx`),

    read: () => ({
      opened,
      closed: Object.fromEntries(closed),
      cutOff,
      firstHellos,
      returns,
      requests: [...requests].flatMap(([event, outcomes]) =>
        [...outcomes].map(([outcome, count]) => ({ event, outcome, count })),
      ),
      messages,
      changes,
      broadcasts,
      deliveries,
      delivery: delivery.read(),
      http: Object.fromEntries(http),
    }),
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key) => void counts.set(key, (counts.get(key) ?? 0) + 1)

export type Counts = ReturnType<typeof createCounts>
