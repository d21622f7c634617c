import { createPerson } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { sum } from '../history/latency.ts'
import { type Apart, startApart } from '../people/apart.ts'
import { letIn } from '../people/enter.ts'
import type { Row, Stage } from '../row.ts'

const HOUR_MS = 3_600_000
const NEAR_MS = 20_000
const FAR_MS = 600_000
const BACK_MS = 30_000
const WRITE_EVERY_MS = 200
const ALERT = /the clock of this node and that of the database differ/

/** Starts the second node ahead and the third behind; the first is right. */
async function shift({ cluster }: Stage, ms: number) {
  const [, ahead, behind] = cluster.nodes
  if (!ahead || !behind) throw new Error('too few nodes')
  await Promise.all([ahead, behind].map((node) => node.kill()))
  await Promise.all([
    ahead.start({ env: { CLOCK_AHEAD_MS: String(ms) } }),
    behind.start({ env: { CLOCK_AHEAD_MS: String(-ms) } }),
  ])
}

/** How a node answers the handshake of somebody with a fresh token. */
async function refusalOf(port: number, person: Parameters<typeof connectRaw>[1]): Promise<string | null> {
  try {
    const raw = await connectRaw(`http://127.0.0.1:${port}`, person)
    raw.close()
    return null
  } catch (error) {
    return (error as { data?: { code: string } }).data?.code ?? String(error)
  }
}

export const F49: Row = {
  id: 'F49',
  title: 'clocks are wrong: of clients by two hours, of nodes by 20 s and by ten minutes',
  star: false,
  people: 9,
  quiet: 3,
  bound: { maxMs: 12_000 },
  pace: { perSecond: 20, churn: false },
  async inject(stage) {
    const { cluster, crowd, history, pass, until, lasts, demand } = stage
    const { pool } = cluster.postgres
    const { members } = crowd
    const [owner] = members
    const [room] = crowd.rooms.busy
    if (!owner || !room) throw new Error('nobody is there')
    const from = Date.now()
    const isLive = () => members.every(({ chat }) => chat.getState().connection.status === 'live')
    const apart: Apart[] = []
    let sent = 0
    const write = setInterval(() => {
      for (const { send } of apart) {
        sent += 1
        void send(room, `by a wrong clock ${sent}`).catch(() => undefined)
      }
    }, WRITE_EVERY_MS)
    try {
      const url = `http://127.0.0.1:${cluster.fronts[0]!.port}`
      const started = await Promise.all(
        [2, -2].map(async (hours) => {
          const person = await createPerson({ pool })
          await letIn(cluster.postgres, room, owner.person, [person])
          const clock = { CLOCK_AHEAD_MS: String(hours * HOUR_MS) }
          return startApart({ person, url, rooms: [room], history, clock })
        }),
      )
      apart.push(...started)
      // Within what clocks may differ by, nobody notices anything.
      await shift(stage, NEAR_MS)
      for (const node of cluster.nodes) {
        const refusal = await refusalOf(node.port, owner.person)
        demand(refusal === null, `${node.name}, whose clock is off by 20 s at most, answers ${refusal}`)
      }
      for (const { chat } of members) chat.retryNow()
      demand((await until(isLive, BACK_MS)) !== null, 'not everybody came back to nodes that are off by 20 s')
      await pass(lasts(3_000, 20_000))
      const near = cluster.nodes.flatMap((node) => node.complaints().errors).filter((line) => ALERT.test(line))
      demand(near.length === 0, `a clock that is off by 20 s was told as wrong ${near.length} times`)

      await shift(stage, FAR_MS)
      for (const [i, node] of cluster.nodes.entries()) {
        const refusal = await refusalOf(node.port, owner.person)
        const wanted = i === 0 ? null : 'token_expired'
        demand(refusal === wanted, `${node.name} answers ${refusal ?? 'ok'} to a fresh token, and not ${wanted ?? 'ok'}`)
      }
      await pass(lasts(7_000, 60_000))
      for (const [i, node] of cluster.nodes.entries()) {
        const { deaths, errors } = node.complaints()
        const alerts = errors.filter((line) => ALERT.test(line)).length
        demand(i === 0 ? alerts === 0 : alerts > 0, `${node.name} told ${alerts} times that its clock is wrong`)
        demand(deaths.length === 0, deaths.join())
      }
      const refused = sum(await Promise.all(cluster.nodes.map(async (node) => (await node.seen()).token_expired ?? 0)))
      const ended = members.filter(({ chat }) => chat.getState().connection.status === 'ended')
      demand(ended.length === 0, `${ended.length} people were signed out by a clock`)

      await shift(stage, 0)
      for (const { chat } of members) chat.retryNow()
      demand((await until(isLive, BACK_MS)) !== null, 'not everybody was back once the clocks were right')
      clearInterval(write)
      await checkApart(stage, apart, room)
      return {
        times: sent + refused,
        what: `2 clients ±2 h wrote ${sent} messages; 2 nodes ±20 s let everybody in, ±10 min refused ${refused} tokens`,
        awayMs: Date.now() - from,
      }
    } finally {
      clearInterval(write)
      await Promise.all(apart.map(({ end }) => end()))
    }
  },
}

/** They see what a clock that is right sees, in the same order, and nothing of theirs is left unsent. */
async function checkApart({ cluster, until, demand }: Stage, apart: readonly Apart[], room: string) {
  for (const { person, view } of apart) {
    const isSettled = async () => (await view(room)).waiting === 0
    demand((await until(isSettled, BACK_MS)) !== null, `${person.username}, whose clock is wrong, has messages left`)
    const stored = await cluster.postgres.query<{ id: string; seq: string }>(
      'SELECT id, seq FROM message WHERE room_id = $1 ORDER BY seq',
      [room],
    )
    const last = Number(stored.at(-1)?.seq ?? 0)
    const isThere = async () => ((await view(room)).rows.at(-1)?.seq ?? 0) >= last
    demand((await until(isThere, BACK_MS)) !== null, `${person.username}, whose clock is wrong, is behind`)
    const ids = new Map(stored.map(({ id, seq }) => [Number(seq), id]))
    const { rows } = await view(room)
    const wrong = rows.filter((row, i) => (i > 0 && row.seq !== rows[i - 1]!.seq + 1) || (ids.get(row.seq) ?? row.id) !== row.id)
    demand(wrong.length === 0, `${person.username}, whose clock is wrong, sees ${wrong.length} rows in another place`)
  }
}
