import { z } from 'zod'
import { TYPING_EXPIRE_MS } from '#protocol/limits.ts'
import { id } from '#protocol/scalars.ts'
import type { Bus } from './bus.ts'

/** Time between two tellings of a room, in milliseconds, at least. */
const TELL_EVERY_MS = 250
/** Rooms and people of a room kept at most; who comes beyond is not shown. */
const ROOMS_MAX = 5_000
const PEOPLE_MAX = 30

const TOPIC = 'typing'
const news = z.object({ roomId: id, userId: id, typing: z.boolean() })

export type Typing = {
  /** Somebody on this node types in a room, or stopped. Told to all nodes; true is forgotten after `TYPING_EXPIRE_MS` unless it is said again. */
  set(roomId: string, userId: string, typing: boolean): void
  /** Who types in a room, on any node, in the order in which they began. */
  current(roomId: string): string[]
  /** Hears everyone who types in a room whenever that changed, on every node. Returns how to stop listening. */
  onChange(listener: (roomId: string, userIds: string[]) => void): () => void
  /** `dropped`: what was left out because too many typed at once or another node's words could not be read. */
  stats(): { rooms: number; dropped: number }
  close(): void
}

type Room = { until: Map<string, number>; toldAt: number; told: string }

/** Who types where, the same on every node over the bus, best effort and self-expiring [L19–L22]. `now` in milliseconds. */
export function createTyping(deps: { bus: Bus; now?: () => number }): Typing {
  const now = deps.now ?? (() => performance.now())
  const rooms = new Map<string, Room>()
  const listeners = new Set<(roomId: string, userIds: string[]) => void>()
  let dropped = 0
  let timer: NodeJS.Timeout | undefined

  const forgetExpired = (room: Room, time: number) => {
    for (const [userId, until] of room.until) if (until <= time) room.until.delete(userId)
  }

  const tellIfDue = (roomId: string, room: Room, time: number) => {
    const userIds = [...room.until.keys()]
    const telling = userIds.join()
    if (telling === room.told || time - room.toldAt < TELL_EVERY_MS) return
    room.told = telling
    room.toldAt = time
    for (const listener of listeners) listener(roomId, userIds)
  }

  const tick = () => {
    const time = now()
    for (const [roomId, room] of rooms) {
      forgetExpired(room, time)
      tellIfDue(roomId, room, time)
      if (room.until.size === 0 && room.told === '' && time - room.toldAt >= TELL_EVERY_MS) rooms.delete(roomId)
    }
    if (rooms.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  const roomToFill = (roomId: string): Room | undefined => {
    const known = rooms.get(roomId)
    if (known) return known
    if (rooms.size >= ROOMS_MAX) return undefined
    const room: Room = { until: new Map(), toldAt: Number.NEGATIVE_INFINITY, told: '' }
    rooms.set(roomId, room)
    timer ??= setInterval(tick, TELL_EVERY_MS).unref()
    return room
  }

  const apply = (roomId: string, userId: string, typing: boolean) => {
    const time = now()
    const room = typing ? roomToFill(roomId) : rooms.get(roomId)
    if (typing && (!room || (room.until.size >= PEOPLE_MAX && !room.until.has(userId)))) {
      dropped++
      return
    }
    if (!room) return
    if (typing) room.until.set(userId, time + TYPING_EXPIRE_MS)
    else room.until.delete(userId)
    tellIfDue(roomId, room, time)
  }

  const stopListening = deps.bus.subscribe(TOPIC, (payload) => {
    const { data } = news.safeParse(payload)
    if (data) apply(data.roomId, data.userId, data.typing)
    else dropped++
  })

  return {
    set: (roomId, userId, typing) => {
      apply(roomId, userId, typing)
      deps.bus.publish(TOPIC, { roomId, userId, typing })
    },
    current: (roomId) => {
      const room = rooms.get(roomId)
      if (!room) return []
      forgetExpired(room, now())
      return [...room.until.keys()]
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stats: () => ({ rooms: rooms.size, dropped }),
    close: () => {
      clearInterval(timer)
      stopListening()
      listeners.clear()
      rooms.clear()
    },
  }
}
