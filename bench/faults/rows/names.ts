import { uuidv7 } from 'uuidv7'
import { INVALID_MAX, PROTOCOL_VERSION } from '#protocol/limits.ts'
import { openLine } from '#server/sockets/testing/line.ts'
import { createPerson, type Person } from '#server/testing/people.ts'
import type { Row, Stage } from '../row.ts'

const MB = 1_048_576
/** What talk and its caches move; ten thousand of anything that is kept is more. */
const HEAP_MAX_MB = 3
const OBJECTS_MAX = 500
const WATCHED = 500
const ANSWERED_MS = 60_000

/** `n` namespaces, rooms, people and event names that are none. Answers how many answers came. */
async function throwNames({ until }: Stage, url: string, person: Person, n: number): Promise<number> {
  const line = await openLine(url, person)
  for (let i = 0; i < n; i++) line.socket.send(`40/space-${uuidv7()},{}`)
  await until(() => line.isClosed() || line.heard.filter((text) => text.startsWith('44/')).length >= n, ANSWERED_MS)
  for (let i = 0; i < n; i++) line.socket.send(`42${i + 10}["room:get",{"roomId":"${uuidv7()}"}]`)
  for (let i = 0; i < n; i += WATCHED) {
    const userIds = JSON.stringify(Array.from({ length: Math.min(WATCHED, n - i) }, () => uuidv7()))
    line.socket.send(`42["presence:watch",{"userIds":${userIds}}]`)
  }
  const answered = () => line.heard.filter((text) => /^(44\/|43\d\d)/.test(text)).length
  await until(() => line.isClosed() || answered() >= 2 * n, ANSWERED_MS)
  const told = answered()
  line.socket.terminate()
  // Whoever sends as much nonsense is closed: a connection each, which need not say hello.
  let events = 0
  while (events < n) {
    const other = await openLine(url, person, false)
    other.socket.send(`40${JSON.stringify({ token: await person.token(), protocol: PROTOCOL_VERSION, deviceId: 'names' })}`)
    await other.until(() => other.heard.some((text) => text.startsWith('40{')))
    for (let i = 0; i < INVALID_MAX; i++) other.socket.send(`42["event-${uuidv7()}",{}]`)
    await other.until(other.isClosed)
    events += INVALID_MAX
  }
  return told + events
}

export const F61: Row = {
  id: 'F61',
  title: 'ten thousand names of namespaces, rooms, people and events',
  star: false,
  people: 6,
  quiet: 3,
  bound: { maxMs: 6_000 },
  pace: { perSecond: 5, churn: false },
  async inject(stage) {
    const { cluster, demand, lasts } = stage
    const [node] = cluster.nodes
    if (!node) throw new Error('there is no node')
    const url = `http://127.0.0.1:${node.port}`
    const person = await createPerson({ pool: cluster.postgres.pool })
    const names = lasts(2_000, 10_000)
    // What is made once, for the first of a kind, is not growth.
    let times = await throwNames(stage, url, person, names)
    const before = await node.settled()
    times += await throwNames(stage, url, person, names)
    const after = await node.settled()
    const grown = (after.heapBytes - before.heapBytes) / MB
    const objects = after.emitters - before.emitters
    demand(times >= names * 6, `only ${times} of ${names * 6} names were answered`)
    demand(grown <= HEAP_MAX_MB, `the node holds ${grown.toFixed(1)} MB more after ${names} names of each kind`)
    demand(objects <= OBJECTS_MAX, `the node holds ${objects} more objects with listeners`)
    demand(after.timers - before.timers <= OBJECTS_MAX, `the node holds ${after.timers - before.timers} more timers`)
    return { times, what: `${times} names, ${grown.toFixed(1)} MB and ${objects} objects more` }
  },
}
