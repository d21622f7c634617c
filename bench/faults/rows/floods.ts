import { WebSocket } from 'ws'
import { createPeople, type Person } from '#server/testing/people.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { ackTimes, p99, sum } from '../history/latency.ts'
import { letIn } from '../people/enter.ts'
import type { Flood, Flooded, Says } from '../people/flood.ts'
import { floodApart } from '../people/flood-apart.ts'
import type { Row, Stage } from '../row.ts'

/** What `docs/guarantees.md` promises: so much at once, and so much a second after that. */
const MESSAGES = { burst: 20, perSecond: 10 }
const SYNCS = { burst: 100, perSecond: 20 }
const HELLOS = { burst: 20, perSecond: 2 }
const PER_ADDRESS = 500
const SILENT_CLOSED_MS = 10_000
/** Others are told of typing in one room at most this often a second, and once more for who stops. */
const TYPING_TOLD = 4
/** Who floods takes time of the machine that plays everybody. */
const MACHINE_MS = 150
const CALM_MS = 3_000
const DEFAULT = ''

/** Connections from one address that never say who they are. Answers how many were let in, turned away, and closed in time. */
function openSilent(url: string, n: number) {
  let opened = 0
  let refused = 0
  let closed = 0
  const sockets = Array.from({ length: n }, () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      headers: { 'x-forwarded-for': '192.0.2.7' },
    })
    let isOpen = false
    socket.on('message', () => {
      if (!isOpen) opened += 1
      isOpen = true
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (isOpen) closed += 1
      else refused += 1
    })
    return socket
  })
  return {
    told: () => ({ opened, refused, closed }),
    end: () => {
      for (const socket of sockets) socket.terminate()
    },
  }
}

const urlOf = ({ cluster: { nodes } }: Stage, i: number) => `http://127.0.0.1:${nodes[i % nodes.length]!.port}`
const refusedOf = (floods: readonly Flooded[]) => sum(floods.flatMap(({ refused }) => Object.values(refused)))
/** Any other code than this says that a flood broke something. */
const otherCodes = (floods: readonly Flooded[]) => [
  ...new Set(floods.flatMap(({ refused }) => Object.keys(refused)).filter((code) => code !== 'rate_limited')),
]

export const F60: Row = {
  id: 'F60',
  title: 'floods over three nodes: messages, typing, silent connections, syncs, hellos',
  star: false,
  people: 9,
  quiet: 3,
  bound: { maxMs: 3_000 },
  pace: { perSecond: 40, churn: false },
  env: {
    LIMIT_MESSAGES_PER_SECOND: DEFAULT,
    LIMIT_MESSAGES_BURST: DEFAULT,
    LIMIT_REQUESTS_PER_SECOND: DEFAULT,
    LIMIT_CONNECTIONS_PER_USER: DEFAULT,
    LIMIT_CONNECTIONS_PER_ADDRESS: DEFAULT,
    // Whoever says nothing comes from another address than everybody else.
    TRUST_PROXY_HOPS: '1',
  },
  async inject(stage) {
    const { cluster, crowd, history, pass, until, lasts, demand } = stage
    const { pool } = cluster.postgres
    const [owner, listener] = crowd.members
    const [room] = crowd.rooms.busy
    if (!owner || !listener || !room) throw new Error('nobody is there')
    const [writer, typist, reader, greeter] = (await createPeople({ pool }, 4)) as [Person, Person, Person, Person]
    await letIn(cluster.postgres, room, owner.person, [writer, typist, reader, greeter])
    const ear = await connectRaw(urlOf(stage, 1), listener.person)
    const calmFrom = Date.now()
    await pass(CALM_MS)
    const from = Date.now()
    const calm = p99(ackTimes(history.events, calmFrom, from))

    const ms = lasts(8_000, 40_000)
    const silent = openSilent(urlOf(stage, 0), PER_ADDRESS + 50)
    const over = (n: number, token: string, says: Says, perSecond: number): Flood[] =>
      Array.from({ length: n }, (_, i) => ({ url: urlOf(stage, i), token, says, room, perSecond: perSecond / n, ms }))
    const floods = [
      ...over(3, await writer.token(), 'message', 1_000),
      ...over(9, await typist.token(), 'typing', 10_000),
      ...over(3, await reader.token(), 'sync', 300),
      ...over(3, await greeter.token(), 'hello', 300),
    ]
    const came = await floodApart(floods)
    const of = (says: Says) => came.filter((_, i) => floods[i]?.says === says)
    const [messages, typing, syncs, hellos] = [of('message'), of('typing'), of('sync'), of('hello')]
    const flooded = p99(ackTimes(history.events, from, Date.now()))
    const seconds = (Date.now() - from) / 1_000
    const most = ({ burst, perSecond }: typeof MESSAGES) => burst + Math.ceil(perSecond * seconds) + 1

    const stored = await cluster.postgres.query<{ n: number }>('SELECT count(*)::int AS n FROM message WHERE author_id = $1', [
      writer.id,
    ])
    const written = stored[0]?.n ?? 0
    const accepted = (floods: readonly Flooded[]) => sum(floods.map(({ ok }) => ok))
    demand(written >= MESSAGES.burst && written <= most(MESSAGES), `${written} messages of a flood were stored in ${seconds} s`)
    demand(accepted(syncs) <= most(SYNCS), `${accepted(syncs)} syncs were answered in ${seconds} s`)
    // Each connection's own hello counts too.
    demand(accepted(hellos) <= most(HELLOS), `${accepted(hellos)} hellos were answered in ${seconds} s`)
    const all = [...messages, ...syncs, ...hellos]
    demand(otherCodes(all).length === 0, `a flood was answered ${otherCodes(all).join(', ')}`)
    const sent = sum(typing.map((one) => one.sent))
    demand(sum(typing.map(({ closed }) => closed)) > 0, `${sent} signs of typing closed no connection`)
    const heard = ear.heard.filter(({ event }) => event === 'typing').length
    demand(heard <= TYPING_TOLD * seconds + TYPING_TOLD, `others were told ${heard} times who types, in ${seconds} s`)
    const allowed = 2 * calm + MACHINE_MS
    demand(flooded <= allowed, `others waited ${flooded} ms for an ack (p99), and ${calm} ms before`)

    const inTime = await until(
      () => silent.told().closed === silent.told().opened,
      SILENT_CLOSED_MS + 3_000 - (Date.now() - from),
    )
    const { opened, refused } = silent.told()
    demand(opened > 0 && opened <= PER_ADDRESS, `${opened} connections of one address were let in`)
    demand(refused >= 50, `${refused} connections of one address were turned away`)
    demand(inTime !== null, `of ${opened} silent connections ${silent.told().closed} were closed within 13 s`)
    silent.end()
    ear.close()
    const pace = `others’ p99 ${calm} ms before and ${flooded} ms then`
    return {
      times: refusedOf(all) + refused,
      what: `${sum(messages.map((one) => one.sent))} messages (${written} stored), ${sent} typing, ${refusedOf(syncs)} syncs and ${refusedOf(hellos)} hellos refused, ${refused} of ${opened + refused} silent connections turned away; ${pace}`,
    }
  },
}
