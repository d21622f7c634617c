import { uuidv7 } from 'uuidv7'
import { type BenchPerson, createPeople, createRooms, mintTokens } from '#bench/community.ts'
import { createChat } from '#client/index.ts'
import type { Answer } from '#protocol/errors.ts'
import { FRAME_MAX_BYTES } from '#protocol/limits.ts'
import type { RequestData, RequestPayload } from '#protocol/requests.ts'
import { TEST_SECRET } from '#server/testing/env.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { ackTimes, p99, sum } from '../history/latency.ts'
import type { Row, Stage } from '../row.ts'

const ROOMS = 500
const MISSED = 50_000
const HELLO_MS = 2_000
const PATIENCE_MS = 30_000
/** One answer holds at most so much; what is beyond starts afresh when it is looked at. */
const MESSAGES_MAX = 3_000
const ANSWER_MAX_BYTES = 2_097_152 + 2 * FRAME_MAX_BYTES
const OPENED = 40
const CAUGHT_UP_MS = 10_000
const CALM_MS = 3_000
const MACHINE_MS = 150

/** As many messages in each room as make `MISSED` together, of one person, in one statement a table. */
async function seed({ cluster }: Stage, author: BenchPerson, rooms: readonly string[]) {
  const each = MISSED / rooms.length
  const { pool } = cluster.postgres
  for (let i = 0; i < rooms.length; i += 50) {
    const some = rooms.slice(i, i + 50)
    await pool.query(
      `INSERT INTO message (id, room_id, seq, rev, author_id, body, created_at, mention_user_ids)
       SELECT m.id, m.room_id, m.seq, m.seq, $3, 'missed ' || m.seq || repeat(' and more', 20), now(), '{}'
       FROM unnest($1::uuid[], $2::uuid[], $4::int8[]) m (id, room_id, seq)`,
      [
        some.flatMap(() => Array.from({ length: each }, () => uuidv7())),
        some.flatMap((room) => Array.from({ length: each }, () => room)),
        author.id,
        some.flatMap(() => Array.from({ length: each }, (_, n) => n + 1)),
      ],
    )
  }
  await pool.query('UPDATE room_head SET last_seq = $2, rev = $2, last_at = now() WHERE room_id = ANY ($1)', [rooms, each])
  await pool.query('ANALYZE message, room_head')
}

/** More patient than a client is: how long it took is to be said. */
async function hello(raw: RawClient, wanted: RequestPayload<'session:hello'>): Promise<RequestData<'session:hello'>> {
  const answer: Answer<RequestData<'session:hello'>> = await raw.socket.timeout(PATIENCE_MS).emitWithAck('session:hello', wanted)
  if (!answer.ok) throw new Error(`hello was answered ${answer.error.code}`)
  return answer.data
}

export const F47: Row = {
  id: 'F47',
  title: 'somebody missed 50,000 messages in 500 rooms',
  star: false,
  people: 9,
  quiet: 3,
  bound: { maxMs: 6_000 },
  pace: { perSecond: 40, churn: false },
  async inject(stage) {
    const { cluster, history, pass, until, lasts, demand } = stage
    const { pool } = cluster.postgres
    const [away, author] = (await createPeople(pool, 2)) as [BenchPerson, BenchPerson]
    const rooms = await createRooms(pool, 'PUBLIC', ROOMS, [away, author])
    const token = async () => (await mintTokens([away], TEST_SECRET))[0]!
    const url = `http://127.0.0.1:${cluster.fronts[0]!.port}`

    const before = await connectRaw(url, { token }, { hello: false })
    const { epoch, meRev } = await hello(before, { revs: {} })
    before.close()
    const chat = createChat({
      url,
      getToken: async () => ({ token: await token(), expiresAt: new Date(Date.now() + 300_000).toISOString() }),
      deviceId: 'away',
      userId: away.id,
      storage: 'memory',
    })
    const opened = rooms.slice(0, OPENED)
    try {
      await chat.connect()
      for (const room of opened) chat.open(room)
      const isOpen = () => opened.every((room) => chat.getState().timelines[room]?.loading === null)
      demand((await until(isOpen, 30_000)) !== null, 'somebody could not open their rooms')
      await chat.stop()
      await seed(stage, author, rooms)

      const calmFrom = Date.now()
      await pass(CALM_MS)
      const from = Date.now()
      const calm = p99(ackTimes(history.events, calmFrom, from))
      const revs = Object.fromEntries(rooms.map((room) => [room, 0]))
      let slowest = 0
      let times = 0
      for (let round = lasts(5, 30); round > 0; round--) {
        const raw = await connectRaw(url, { token }, { hello: false })
        const began = performance.now()
        const told = await hello(raw, { epoch, meRev, revs })
        slowest = Math.max(slowest, performance.now() - began)
        times += 1
        raw.close()
        const messages = sum(told.changes.map((changes) => changes.messages.length))
        demand(messages > 0 && messages <= MESSAGES_MAX, `one hello held ${messages} messages`)
        const most = Math.max(...told.changes.map((changes) => Buffer.byteLength(JSON.stringify(changes))))
        demand(most <= FRAME_MAX_BYTES, `the gap of one room was ${most} bytes`)
        const size = Buffer.byteLength(JSON.stringify(told))
        demand(size <= ANSWER_MAX_BYTES, `one hello was ${size} bytes`)
        const named = new Set([...told.changes.map(({ roomId }) => roomId), ...told.resets])
        demand(named.size === ROOMS, `hello told ${named.size} of ${ROOMS} rooms as behind`)
        const unread = told.rooms.filter((room) => room.unread > 0).length
        demand(unread === ROOMS, `hello told ${unread} of ${ROOMS} rooms as unread`)
      }
      demand(slowest <= HELLO_MS, `a hello took ${Math.round(slowest)} ms`)
      const busy = p99(ackTimes(history.events, from, Date.now()))
      demand(busy <= 2 * calm + MACHINE_MS, `others waited ${busy} ms for an ack (p99), and ${calm} ms before`)

      void chat.connect()
      const last = MISSED / ROOMS
      const isHere = () => opened.every((room) => chat.getState().timelines[room]?.messages.at(-1)?.seq === last)
      const caughtUp = await until(isHere, CAUGHT_UP_MS)
      demand(caughtUp !== null, `${OPENED} rooms on screen were not caught up within ${CAUGHT_UP_MS} ms`)
      const pace = `others’ p99 ${calm} ms before and ${busy} ms then`
      return {
        times,
        what: `${times} hellos over ${MISSED} missed messages, the slowest ${Math.round(slowest)} ms, ${OPENED} rooms caught up after ${Math.round(caughtUp ?? -1)} ms; ${pace}`,
      }
    } finally {
      await chat.stop()
    }
  },
}
