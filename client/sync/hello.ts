import type { Rooms } from '#client/rooms/rooms.ts'
import { withoutEarly } from '#client/timeline/frames.ts'
import { hasRows, type Log } from '#client/timeline/log.ts'
import { HELLO_REVS_MAX } from '#protocol/limits.ts'
import type { RequestData, RequestPayload } from '#protocol/requests.ts'
import type { Gaps } from './gaps.ts'
import type { Membership } from './membership.ts'
import type { Take } from './take.ts'
import type { Windows } from './windows.ts'

type Answer = RequestData<'session:hello'>

type Deps = {
  windows: Windows
  rooms: Rooms
  gaps: Gaps
  take: Take
  membership: Membership
  /** Whether what one has for later is known up to the person's clock. */
  knowsLater(): boolean
  /** Everything that belongs to another history is dropped, on the device too. */
  dropAll(): void
  /** Rooms that are looked at without being a member are not in hello: they are asked for. */
  refresh(roomId: string): void
}

export type Hello = ReturnType<typeof createHello>

/** First load and reconnect are one request: what the client holds goes in, what it lacks comes out. */
export function createHello({ windows, rooms, gaps, take, membership, knowsLater, dropAll, refresh }: Deps) {
  let epoch: string | undefined
  let sent: Record<string, number> = {}
  /** The cache holds clocks of rooms without their rows: before the first answer those rooms are better told whole. */
  let isFirst = true

  const isLookedAt = (roomId: string) => {
    const room = rooms.find(roomId)
    return room?.role === undefined && room?.kind !== 'THREAD'
  }
  const isTold = ({ log, openCount }: { log: Log; openCount: number }): boolean =>
    log.end !== null && !isLookedAt(log.roomId) && (!isFirst || hasRows(log) || openCount > 0)

  /** Rooms held that the answer would have named if they were still there. */
  function lost(answer: Answer): string[] {
    const named = new Set(answer.rooms.map((room) => room.id))
    const unheard = windows.all().filter(({ log }) => !(log.roomId in sent) && !named.has(log.roomId) && !isLookedAt(log.roomId))
    return [...answer.gone, ...unheard.map(({ log }) => log.roomId)]
  }

  return {
    epoch: () => epoch,
    /** What the cache gave. */
    restore(cached: { epoch: string; meRev: number | undefined }) {
      epoch = cached.epoch
      rooms.startAt(cached.meRev)
    },
    payload(): RequestPayload<'session:hello'> {
      const meRev = rooms.meRev()
      sent = Object.fromEntries(
        windows
          .all()
          .filter(isTold)
          .sort((a, b) => b.openedAt - a.openedAt)
          .slice(0, HELLO_REVS_MAX)
          .map(({ log }) => [log.roomId, log.rev]),
      )
      return {
        ...(epoch === undefined ? {} : { epoch }),
        ...(meRev === undefined ? {} : { meRev, ...(knowsLater() ? { laterRev: meRev } : {}) }),
        revs: sent,
      }
    },

    /** Takes the answer in: afterwards the client is where the server was when it answered. */
    apply(answer: Answer) {
      const isOther = epoch !== undefined && epoch !== answer.epoch
      if (isOther) dropAll()
      epoch = answer.epoch
      isFirst = false
      rooms.startAt(answer.meRev)
      take.forgetStrays()
      if (!isOther) for (const roomId of lost(answer)) membership.remove(roomId)
      for (const window of windows.all()) windows.setLog(window, withoutEarly(window.log))

      for (const room of answer.rooms) rooms.replace(room)
      for (const changes of answer.changes) take.takeHello(changes)
      for (const room of answer.rooms) {
        const log = windows.findLog(room.id)
        // A clock ahead of the server's belongs to a history that was lost.
        if (answer.resets.includes(room.id) || (log && log.rev > room.rev)) take.reset(room.id, room.rev, room.lastSeq)
        else membership.know(room)
        gaps.note(room.id)
      }
      // A thread that is on screen without being followed has no summary in the answer: it starts from nothing.
      for (const roomId of answer.resets) if (!answer.rooms.some((room) => room.id === roomId)) take.reset(roomId, 0, null)
      for (const roomId of answer.left ?? []) membership.removed(roomId, 'left')
      for (const { log, openCount } of windows.all()) if (openCount > 0 && isLookedAt(log.roomId)) refresh(log.roomId)
    },
  }
}
