import { uuidv7 } from 'uuidv7'
import { pick } from '#server/core/messages/log/testing/random.ts'
import { createPeople } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { Row } from '../row.ts'

const WORKERS = 16
/** Of them this many throw people out and take them in again: the owner, over as many connections. */
const DOORS = 4
/** Answers that say that somebody else was faster, or held the room for longer than one waits [W4]. */
const LOST_RACES = new Set(['ok', 'not_found', 'conflict', 'forbidden', 'unavailable'])

/** PostgreSQL looks for a deadlock after this long: sooner than anybody gives up a lock (500 ms), or it would find none. */
const FOUND_AFTER = '50ms'

/** A worker asks one thing after the other, chosen anew each time. */
type Turn = (raw: RawClient) => ReturnType<RawClient['throwAt']>

export const F34: Row = {
  id: 'F34',
  title: 'sixteen people send, edit, delete, react and kick in one room at once, over all nodes',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  quiet: 4,
  pace: { perSecond: 10 },
  async inject({ cluster, random, lasts, demand }) {
    const { postgres } = cluster
    const people = await createPeople({ pool: postgres.pool }, WORKERS)
    const [owner, ...others] = people
    const room = await createRoom({ pool: postgres.pool }, owner!, { kind: 'PRIVATE', members: others })
    const urls = cluster.nodes.map((node) => `http://127.0.0.1:${node.port}`)
    const clients = await Promise.all(
      Array.from({ length: WORKERS }, (_, i) => connectRaw(urls[i % urls.length]!, i < DOORS ? owner! : people[i]!)),
    )
    const ids: string[] = []
    const anyId = () => (ids.length > 0 ? pick(random, ids.slice(-30)) : uuidv7())
    const send: Turn = (raw) => {
      const id = uuidv7()
      ids.push(id)
      return raw.throwAt('message:send', { id, roomId: room, body: `words ${id}` })
    }
    const inRoom = () => ({ roomId: room, id: anyId() })
    const turns: readonly Turn[] = [
      send,
      send,
      (raw) => raw.throwAt('message:edit', { ...inRoom(), body: 'other words' }),
      (raw) => raw.throwAt('message:delete', inRoom()),
      (raw) => raw.throwAt('message:react', { ...inRoom(), emoji: '👍', on: random() < 0.5 }),
      (raw) => raw.throwAt('room:read', { roomId: room, seq: ids.length }),
    ]
    const doors: readonly Turn[] = [
      (raw) => raw.throwAt('room:kick', { roomId: room, userId: pick(random, others).id }),
      (raw) => raw.throwAt('room:invite', { roomId: room, userId: pick(random, others).id }),
      (raw) => raw.throwAt('room:invite', { roomId: room, userId: pick(random, others).id }),
      ...turns.slice(2, 4),
    ]
    const deadlocks = () => postgres.log().match(/deadlock detected/g)?.length ?? 0
    await postgres.query(`ALTER SYSTEM SET deadlock_timeout = '${FOUND_AFTER}'`)
    await postgres.query('SELECT pg_reload_conf()')
    const before = deadlocks()
    const codes = new Map<string, number>()
    const until = Date.now() + lasts(6_000, 60_000)
    const work = async (raw: RawClient, i: number) => {
      while (Date.now() < until) {
        const answer = (await pick(random, i < DOORS ? doors : turns)(raw).catch(() => null)) as Told | null
        const code = answer === null ? 'nothing' : answer.ok ? 'ok' : answer.error.code
        codes.set(code, (codes.get(code) ?? 0) + 1)
      }
    }
    try {
      await Promise.all(clients.map(work))
    } finally {
      for (const raw of clients) raw.close()
      await postgres.query('ALTER SYSTEM RESET deadlock_timeout')
      await postgres.query('SELECT pg_reload_conf()')
    }
    const found = deadlocks() - before
    demand(found === 0, `PostgreSQL found ${found} deadlocks`)
    const wrong = [...codes].filter(([code]) => !LOST_RACES.has(code)).map(([code, n]) => `${n} times ${code}`)
    demand(wrong.length === 0, `it was answered ${wrong.join(', ')}`)
    const times = codes.get('ok') ?? 0
    return { times, what: `${times} done and ${[...codes.values()].reduce((a, b) => a + b, 0) - times} races lost` }
  },
}

type Told = { ok: true } | { ok: false; error: { code: string } }
