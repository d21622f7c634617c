import type { Home, Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'

/** The rooms of a run: busy ones, a private one, and quiet ones, where a lost message is not found out by the next. */
export type Rooms = { busy: readonly string[]; den: string; quiet: readonly string[] }

export type RoomsWanted = { busy: number; quiet: number }

/** Made by the first of them; everybody is in all of them. */
export async function createRooms(home: Home, people: readonly Person[], wanted: RoomsWanted): Promise<Rooms> {
  const [maker, ...others] = people
  if (!maker) throw new Error('nobody is there')
  const make = async (n: number) => {
    const made: string[] = []
    for (let i = 0; i < n; i++) made.push(await createRoom(home, maker, { members: others }))
    return made
  }
  const den = await createRoom(home, maker, { kind: 'PRIVATE', members: others })
  return { busy: await make(wanted.busy), den, quiet: await make(wanted.quiet) }
}

export const allRooms = ({ busy, den, quiet }: Rooms): string[] => [...busy, den, ...quiet]
