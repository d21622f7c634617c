import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Row, Stage } from '../row.ts'
import { hold } from './held-database.ts'

/** The least that DATABASE_POOL may be; two of them are for messages. */
const POOL = '3'
const SENDS = 200
/** Nobody waits longer for an answer. */
const ANSWERED_MS = 3_000
/** Queries that wait for a connection, however many people ask: a bounded number is under way at once. */
const WAITING_MAX = 100

/** All at once, into every room, of a client in a room no more than two: they take turns. Answers how many were stored, and what took longest. */
async function sendAll({ cluster, crowd, demand, demandInTime }: Stage, what: string) {
  const url = `http://127.0.0.1:${cluster.nodes[0]!.port}`
  const clients = await Promise.all(crowd.members.map(({ person }) => connectRaw(url, person)))
  const rooms = [...crowd.rooms.busy, ...crowd.rooms.quiet]
  try {
    const answers = await Promise.all(
      Array.from({ length: SENDS }, async (_, i) => {
        const began = performance.now()
        const message = { id: uuidv7(), roomId: rooms[i % rooms.length]!, body: `${what}, ${i}` }
        const answer = await clients[Math.floor(i / rooms.length) % clients.length]!.ask('message:send', message).catch(
          () => null,
        )
        const code = answer === null ? 'nothing' : answer.ok ? 'ok' : answer.error.code
        return { code, ms: performance.now() - began }
      }),
    )
    const wrong = new Set(answers.map(({ code }) => code).filter((code) => code !== 'ok' && code !== 'unavailable'))
    demand(wrong.size === 0, `${what}: a send was answered ${[...wrong].join(', ')}`)
    const longest = Math.round(Math.max(...answers.map(({ ms }) => ms)))
    demandInTime(longest <= ANSWERED_MS, `${what}: a send was answered after ${longest} ms`)
    return { stored: answers.filter(({ code }) => code === 'ok').length, longest }
  } finally {
    for (const client of clients) client.close()
  }
}

export const F30: Row = {
  id: 'F30',
  title: 'two connections to the database, and 200 sends at once',
  star: false,
  bound: { maxMs: 6_000 },
  people: 9,
  pace: { perSecond: 10, churn: false },
  async inject(stage) {
    const { cluster, crowd, lasts, demand } = stage
    const node = cluster.nodes[0]!
    await node.kill('SIGTERM')
    await node.start({ env: { DATABASE_POOL: POOL } })
    let times = 0
    let longest = 0
    for (let round = lasts(3, 20); round > 0; round--) {
      const told = await sendAll(stage, `with all rooms free, ${round}`)
      demand(told.stored === SENDS, `${SENDS - told.stored} of ${SENDS} sends were not stored`)
      longest = Math.max(longest, told.longest)
      times += SENDS
    }
    // Both connections wait for rooms that somebody else holds, and the others' messages for them.
    const heldMs = 4_000
    const held = hold(stage, 'SELECT 1 FROM room_head WHERE room_id = ANY ($1) FOR UPDATE', [crowd.rooms.busy], heldMs)
    await stage.pass(500)
    const beside = await sendAll(stage, 'with two rooms held')
    await held
    demand(beside.stored > 0, 'with two rooms held, nothing was stored in the others')
    const waited = await node.mostWaiting()
    demand(waited <= WAITING_MAX, `${waited} queries waited for a connection at once`)
    await node.kill('SIGTERM')
    await node.start()
    const what = `${times + SENDS} sends, the longest ${longest} ms, ${beside.longest} ms beside two held rooms; ${waited} queries waited at once`
    return { times: times + SENDS, what, awayMs: heldMs }
  },
}
