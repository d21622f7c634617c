import { z } from 'zod'
import { id } from '#protocol/scalars.ts'
import type { Bus } from '#server/live/bus.ts'

const ROOM_TOPIC = 'room:news'
const BACK_TOPIC = 'node:back'
const ofRoom = z.object({ roomId: id })

/** What nodes tell each other: a room to compare with the database, and that they hear and are heard again. */
export const createNodeNews = (bus: Bus) => ({
  room: (roomId: string) => bus.publish(ROOM_TOPIC, { roomId }),
  onRoom: (listener: (roomId: string) => void) => bus.subscribe(ROOM_TOPIC, (payload) => listener(ofRoom.parse(payload).roomId)),
  back: () => bus.publish(BACK_TOPIC, {}),
  onBack: (listener: () => void) => bus.subscribe(BACK_TOPIC, listener),
})
