import { createPeople, type Person } from '#server/testing/people.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { History } from '../history/history.ts'
import { until } from '../until.ts'
import { type Pace, startLoad } from './load.ts'
import { createMember, type Member } from './member.ts'
import { allRooms, createRooms, type Rooms, type RoomsWanted } from './rooms.ts'
import { shortToken } from './tokens.ts'

export type Crowd = {
  members: readonly Member[]
  rooms: Rooms
  /** Begins to write; stops when the answered function is called. */
  talk(pace: Pace): () => void
  stop(): Promise<void>
}

const OPEN_MS = 60_000

type Wanted = RoomsWanted & {
  people: number
  /** The front of the i-th person. */
  frontOf(i: number): number
  /** Tokens last this long instead of five minutes. */
  tokensMs?: number
}

/** New people in new rooms, each with a client, spread over the fronts of the cluster, with every room on screen. */
export async function gather(cluster: Cluster, wanted: Wanted, history: History, random: () => number): Promise<Crowd> {
  const home = { pool: cluster.postgres.pool }
  const people: Person[] = await createPeople(home, wanted.people)
  const { tokensMs } = wanted
  if (tokensMs !== undefined) for (const person of people) person.getToken = () => shortToken(person, tokensMs)
  const rooms = await createRooms(home, people, wanted)
  const ids = allRooms(rooms)
  const members = people.map((person, i) => {
    const front = wanted.frontOf(i)
    return createMember({ person, url: `http://127.0.0.1:${cluster.fronts[front]!.port}`, front, rooms: ids, history })
  })
  const crowd: Crowd = {
    members,
    rooms,
    talk: (pace) => startLoad({ members, rooms, pace, random, history }).stop,
    stop: async () => void (await Promise.all(members.map((member) => member.stop()))),
  }
  try {
    await Promise.all(members.map((member) => enter(member, ids)))
    return crowd
  } catch (error) {
    await crowd.stop()
    throw error
  }
}

async function enter({ chat, person }: Member, rooms: readonly string[]) {
  await chat.connect()
  for (const room of rooms) chat.open(room)
  const isOpen = (room: string) => chat.getState().timelines[room]?.empty === false
  if ((await until(() => rooms.every(isOpen), OPEN_MS)) === null)
    throw new Error(`${person.username} could not open every room within ${OPEN_MS} ms`)
}
