import type { Rooms } from '#client/rooms/rooms.ts'
import type { State } from '#client/state.ts'
import type { Windows } from './windows.ts'

/** Ids, clocks and counts: nothing that anybody wrote, and nothing that opens a door. */
export type Diagnosis = {
  /** ISO 8601, by this device's clock. */
  at: string
  room: string
  status: string
  /** Since when the connection is as it is; ISO 8601. */
  since?: string
  /** Every change up to this rev is here, and every message up to this seq. Absent: nothing is held. */
  rev?: number
  seq?: number
  /** The greatest seq that is known to exist. */
  lastSeq?: number
  /** Changes that are known to be missing. */
  behind: number
  meRev?: number
  epoch?: string
  connection?: string
  node?: string
  outbox: { room: number; all: number; failed: number }
  /** Arrangements that were not told yet. */
  wishes: number
}

/** Where one room is against the server. */
export function diagnose(
  deps: { state: State; windows: Windows; rooms: Rooms; wishes: number },
  roomId: string,
  now = new Date(),
): Diagnosis {
  const { connection, host, outbox, behind } = deps.state.get()
  const log = deps.windows.findLog(roomId)
  const meRev = deps.rooms.meRev()
  const entries = Object.values(outbox).flat()
  return {
    at: now.toISOString(),
    room: roomId,
    status: connection.status,
    ...('since' in connection ? { since: new Date(connection.since).toISOString() } : {}),
    ...(log ? { rev: log.rev, lastSeq: log.lastSeq, ...(log.end === null ? {} : { seq: log.end }) } : {}),
    behind: behind[roomId] ?? 0,
    ...(meRev === undefined ? {} : { meRev }),
    ...(host ? { epoch: host.epoch, connection: host.connection, node: host.node } : {}),
    outbox: {
      room: (outbox[roomId] ?? []).length,
      all: entries.length,
      failed: entries.filter((entry) => entry.state === 'failed').length,
    },
    wishes: deps.wishes,
  }
}
