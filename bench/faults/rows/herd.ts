import { type Chat, createChat } from '#client/index.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { Row, Stage } from '../row.ts'

const HERD = { short: 200, long: 2_000 }
const BACK_MS = 60_000
const GATHERED_MS = 120_000
const HEARD_MS = 10_000
/** Queries that wait for a connection of one node, however many come at once. */
const WAITING_MAX = 100
/** As many as there are connections to arrange with. */
const MADE_AT_ONCE = 4
const AT_ONCE = 20

/** Works through the list, a few at a time. */
async function each<Item, Made>(
  items: readonly Item[],
  work: (item: Item, i: number) => Promise<Made>,
  atOnce = AT_ONCE,
): Promise<Made[]> {
  const made: Made[] = []
  let next = 0
  const one = async () => {
    for (let i = next++; i < items.length; i = next++) made[i] = await work(items[i]!, i)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return made
}

/** People with the client of the product who only listen, in one room, spread over the fronts. */
async function gatherHerd({ cluster, until }: Stage, size: number): Promise<{ chats: Chat[]; hall: string; maker: Person }> {
  const home = { pool: cluster.postgres.pool }
  const people = await each(Array.from({ length: size }), () => createPerson(home), MADE_AT_ONCE)
  const hall = await createRoom(home, people[0]!, { members: people.slice(1) })
  const chats = people.map((person, i) => {
    const url = `http://127.0.0.1:${cluster.fronts[i % cluster.fronts.length]!.port}`
    return createChat({ url, getToken: () => person.getToken(), deviceId: person.id, userId: person.id, storage: 'memory' })
  })
  await each(chats, (chat) => chat.connect())
  if ((await until(() => chats.every(isLive), GATHERED_MS)) === null) throw new Error('the herd could not gather')
  return { chats, hall, maker: people[0]! }
}

const isLive = (chat: Chat) => chat.getState().connection.status === 'live'

export const F11: Row = {
  id: 'F11',
  title: 'all nodes are killed at once, and everybody comes back',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 10, churn: false },
  async inject(stage) {
    const { cluster, until, lasts, demand, demandInTime } = stage
    const size = lasts(HERD.short, HERD.long)
    const { chats, hall } = await gatherHerd(stage, size)
    try {
      const at = Date.now()
      await Promise.all(cluster.nodes.map((node) => node.kill('SIGKILL')))
      await until(() => !chats.some(isLive), BACK_MS)
      await Promise.all(cluster.nodes.map((node) => node.start()))
      const startedMs = Date.now() - at
      const back = await until(() => chats.every(isLive), BACK_MS)
      const missing = chats.filter((chat) => !isLive(chat)).length
      demandInTime(back !== null, `${missing} of ${size} clients are not back ${BACK_MS / 1_000} s after the nodes`)
      const waited = await Promise.all(cluster.nodes.map((node) => node.mostWaiting()))
      demand(Math.max(...waited) <= WAITING_MAX, `${Math.max(...waited)} queries waited for a connection at once`)

      const id = chats[0]!.send(hall, 'after the herd')
      const hears = (chat: Chat) => (chat.getState().rooms[hall]?.lastSeq ?? 0) >= 1
      demand((await until(() => chats.every(hears), HEARD_MS)) !== null, `not everybody hears of message ${id}`)
      const backMs = Date.now() - at
      const what = `${size} clients back ${((back ?? 0) / 1_000).toFixed(1)} s after the nodes; ${Math.max(...waited)} queries waited at once`
      return { times: size, what, awayMs: Math.max(startedMs, backMs) }
    } finally {
      await each(chats, (chat) => chat.stop())
    }
  },
}
