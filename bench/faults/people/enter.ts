import { createRooms } from '#server/core/rooms/rooms.ts'
import type { Person } from '#server/testing/people.ts'
import type { Postgres } from '../cluster/postgres.ts'

/** Lets somebody of a room invite people into it, past all nodes, which hear of it from the database. */
export async function letIn({ pool }: Postgres, room: string, inviter: Person, people: readonly Person[]): Promise<void> {
  const { id, username, displayName } = inviter
  const rooms = createRooms(pool)
  for (const person of people) await rooms.invite({ id, username, displayName, role: 'member' }, room, person.id)
}
