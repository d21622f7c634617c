import type { Someone } from '#e2e/fixtures/people.ts'
import { seedMessages } from '#e2e/fixtures/seed.ts'
import type { Home } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'

const ROOMS = 12
const MESSAGES = 120
const LARGE = 10_000

type Room = { id: string; name: string }

/** Rooms to go between, one of them with 10,000 messages. */
export async function makeRooms(home: Home & { database: { pool: Parameters<typeof seedMessages>[0] } }, person: Someone) {
  const rooms: Room[] = []
  for (let i = 0; i < ROOMS; i++) {
    const name = `measured ${i} ${crypto.randomUUID().slice(0, 4)}`
    const id = await createRoom(home, person, { name })
    const count = i === 0 ? LARGE : MESSAGES
    const bodies = Array.from({ length: count }, (_, at) => `Line ${at + 1}. ${'Some words of it. '.repeat((at * 7) % 11)}`)
    await seedMessages(home.database.pool, id, person, bodies)
    rooms.push({ id, name })
  }
  return rooms
}
