import { BODY_MAX_BYTES } from '#protocol/limits.ts'
import type { RequestName } from '#protocol/requests.ts'
import type { Env } from '#server/env.ts'
import type { Cost, Limit } from '#server/live/limits.ts'

/** Rooms a person's client may catch up with at once after it was away, and pages it may leaf through. */
const SYNCS_BURST = 100
const HELLOS_BURST = 20
const TYPING_BURST = 10
/** Searches while one types. */
const SEARCHES_BURST = 20

const perSecond = (name: string, rate: number, burst: number): Limit => ({ name, perSecond: rate, burst: Math.max(burst, rate) })

/** What a request takes from the person who asks, on all devices and nodes together, and from the room it is for. */
export function createCosts(env: Env) {
  const all = perSecond('requests', env.LIMIT_REQUESTS_PER_SECOND, env.LIMIT_REQUESTS_PER_SECOND * 4)
  const messages = perSecond('messages', env.LIMIT_MESSAGES_PER_SECOND, env.LIMIT_MESSAGES_BURST)
  // The greatest body always fits.
  const bytes = perSecond('bytes', env.LIMIT_BYTES_PER_SECOND, BODY_MAX_BYTES)
  const room = perSecond('room', env.LIMIT_ROOM_MESSAGES_PER_SECOND, env.LIMIT_ROOM_MESSAGES_PER_SECOND * 2)
  const syncs = perSecond('syncs', env.LIMIT_SYNCS_PER_SECOND, SYNCS_BURST)
  const hellos = perSecond('hellos', env.LIMIT_HELLOS_PER_SECOND, HELLOS_BURST)
  const typing = perSecond('typing', env.LIMIT_TYPING_PER_SECOND, TYPING_BURST)
  const searches = perSecond('searches', env.LIMIT_SEARCHES_PER_SECOND, SEARCHES_BURST)
  const rooms: Limit = { name: 'rooms', points: 30, durationSeconds: 60, burst: 30 }
  const perMinute = env.LIMIT_UPLOADS_PER_MINUTE
  const uploads: Limit = { name: 'uploads', points: perMinute, durationSeconds: 60, burst: perMinute }
  const reports: Limit = { name: 'reports', points: 30, durationSeconds: 3_600, burst: 30 }
  const tests: Limit = { name: 'push-tests', points: 20, durationSeconds: 60, burst: 20 }
  const pictures: Limit = { name: 'pictures', points: 30, durationSeconds: 60, burst: 30 }

  /** `hears`: whether the one who asks is in a room. A stranger pays nothing of it, and learns nothing by it [V1]. */
  return function costsOf(event: RequestName, payload: unknown, key: string, hears: (roomId: string) => boolean): Cost[] {
    const { body, roomId } = payload as { body?: string; roomId?: string }
    const costs: Cost[] = [{ limit: all, key }]
    if (body !== undefined) costs.push({ limit: bytes, key, points: Math.max(1, Buffer.byteLength(body)) })
    switch (event) {
      case 'message:send':
        costs.push({ limit: messages, key })
        if (roomId !== undefined && hears(roomId)) costs.push({ limit: room, key: roomId })
        break
      // As its author would: it is a message like any other.
      case 'scheduled:send-now':
        costs.push({ limit: messages, key })
        break
      case 'room:sync':
      case 'room:history':
      case 'room:pins':
      case 'room:files':
      case 'room:unread':
      case 'room:counts':
      case 'thread:list':
      case 'user:list':
      case 'message:get':
      case 'inbox:mentions':
      case 'inbox:threads':
      case 'saved:list':
      case 'reminder:list':
      case 'scheduled:list':
      case 'mod:context':
      case 'mod:look':
        costs.push({ limit: syncs, key })
        break
      case 'session:hello':
        costs.push({ limit: hellos, key })
        break
      case 'typing:set':
        costs.push({ limit: typing, key })
        break
      case 'push:test':
        costs.push({ limit: tests, key })
        break
      case 'emoji:add':
        costs.push({ limit: pictures, key })
        break
      case 'profile:set':
        if ((payload as { avatar?: unknown }).avatar) costs.push({ limit: pictures, key })
        break
      case 'message:report':
      case 'mod:report':
        costs.push({ limit: reports, key })
        break
      case 'file:begin':
        costs.push({ limit: uploads, key })
        break
      case 'search:messages':
        costs.push({ limit: searches, key })
        break
      case 'room:create':
        costs.push({ limit: rooms, key })
        break
    }
    return costs
  }
}
