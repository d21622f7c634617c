import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { beginsWith, createBatches, numberAt } from './batches.ts'
import { dialects, type Place, type System } from './dialects.ts'
import { type LoadSocket, openSocket } from './socket.ts'
import { createTally, type Faults } from './tally.ts'

/** A connection to open: who it is and which rooms it hears, in the order of `roomIds` of the crowd. */
export type Member = { token: string; roomIds: string[] }
export type Joined = { opened: number; seconds: number }
export type Run = { roomId: string; senders: number; body: string; warmMs: number; windowMs: number }
export type Ran = {
  seconds: number
  deliveries: number
  frames: number
  acks: number
  bytes: number
  /** Frames that brought nothing new. */
  repeats: number
  /** Times in ms; null when nothing was measured. */
  ackP50: number | null
  ackP99: number | null
  deliveryP50: number | null
  deliveryP99: number | null
  clientCpuMicros: number
  faults: Faults
}

/** Handshakes at once: more than a browser crowd that comes back, less than a server's listen queue. */
const OPENING = 50
const DRAIN_MS = 10_000
const REFUSED_PAUSE_MS = 20
const REFRESH_AFTER_MS = 120_000

type One = { socket: LoadSocket; places: Map<string, Place>; sentAt: number; waiting: number }

/**
 * Many connections to one server in this process. `begin` and `end` of a run are told through `mark`, so that what
 * the server used in between can be asked.
 */
export function createCrowd(system: System, port: number) {
  const dialect = dialects[system]
  const ackHead = Buffer.from(dialect.ack.head)
  const ping = dialect.ping ? Buffer.from(dialect.ping.asked) : null
  const sentAt = new Map<string, number>()
  const tally = createTally()
  const all: One[] = []
  let refreshedAt = performance.now()
  let sending: Run | null = null
  let acked = 0
  let asked = 0

  const batches = createBatches(dialect, (id) => {
    const at = sentAt.get(id)
    sentAt.delete(id)
    return at
  })

  async function open({ token, roomIds }: Member): Promise<One> {
    const socket = await openSocket(port, dialect.path, () => undefined)
    const places = await dialect.enter(socket, { token, roomIds })
    const one: One = { socket, places: new Map(roomIds.map((id, i) => [id, places[i]!])), sentAt: 0, waiting: 0 }
    socket.onFrame = (bytes, start, end) => {
      if (ping && end - start === ping.length && beginsWith(bytes, start, end, ping)) socket.send(dialect.ping!.answer)
      else if (beginsWith(bytes, start, end, ackHead)) hearAck(one, bytes, start + ackHead.length, end)
      else {
        const read = batches.read(bytes, start, end)
        const place = read && places.length > 0 ? one.places.get(read.roomId) : undefined
        if (read && place) tally.take(place, read, performance.now())
      }
    }
    return one
  }

  function hearAck(one: One, bytes: Buffer, at: number, end: number) {
    const number = numberAt(bytes, at, end)
    if (number !== one.waiting) return
    one.waiting = 0
    const isOk = bytes.toString('latin1', at, Math.min(end, at + 24)).startsWith(`${number}${dialect.ack.ok}`)
    if (isOk) {
      tally.counts.acks += 1
      tally.ack.add(performance.now() - one.sentAt)
      acked += 1
    } else tally.faults.refused += 1
    if (!sending) return
    if (isOk) write(one, sending)
    else setTimeout(() => sending && write(one, sending), REFUSED_PAUSE_MS)
  }

  function write(one: One, { roomId, body }: Run) {
    const id = uuidv7()
    asked += 1
    one.waiting = asked
    one.sentAt = performance.now()
    sentAt.set(id, one.sentAt)
    one.socket.send(dialect.toSend(asked, roomId, id, body))
  }

  async function until(isDone: () => boolean): Promise<void> {
    const deadline = performance.now() + DRAIN_MS
    while (!isDone() && performance.now() < deadline) await wait(10)
  }

  return {
    /** Opens connections, some at a time, and no more after `withinMs`. */
    async join(members: readonly Member[], withinMs: number): Promise<Joined> {
      const began = performance.now()
      const isTime = () => performance.now() - began < withinMs
      const left = [...members]
      const opened: One[] = []
      await Promise.all(
        Array.from({ length: OPENING }, async () => {
          for (let member = left.shift(); member && isTime(); member = left.shift()) opened.push(await open(member))
        }),
      )
      all.push(...opened)
      return { opened: opened.length, seconds: (performance.now() - began) / 1_000 }
    },

    /** Has senders write into a room, each as soon as its last message was acked, and counts what its members get. */
    async run(run: Run, mark: (what: 'begin' | 'end') => void): Promise<Ran> {
      const members = all.filter((one) => one.places.has(run.roomId))
      const senders = members.slice(0, run.senders)
      const from = Math.max(...members.map((one) => one.places.get(run.roomId)!.seq))
      acked = 0
      sending = run
      for (const one of senders) write(one, run)
      await wait(run.warmMs)

      tally.restart()
      mark('begin')
      const began = performance.now()
      const cpu = process.cpuUsage()
      await wait(run.windowMs)
      const seconds = (performance.now() - began) / 1_000
      const { user, system } = process.cpuUsage(cpu)
      mark('end')
      const counted = { ...tally.counts }
      const times = {
        ackP50: tally.ack.quantile(0.5),
        ackP99: tally.ack.quantile(0.99),
        deliveryP50: tally.delivery.quantile(0.5),
        deliveryP99: tally.delivery.quantile(0.99),
      }

      sending = null
      await until(() => senders.every((one) => one.waiting === 0))
      tally.faults.unanswered += senders.filter((one) => one.waiting !== 0).length
      const isThere = (one: One) => one.places.get(run.roomId)!.seq >= from + acked
      await until(() => members.every(isThere))
      for (const one of members) tally.faults.lost += Math.max(0, from + acked - one.places.get(run.roomId)!.seq)
      sentAt.clear()
      return { seconds, ...counted, ...times, clientCpuMicros: user + system, faults: { ...tally.faults } }
    },

    /** Keeps connections that would end by themselves. */
    refresh() {
      if (!dialect.refresh || performance.now() - refreshedAt < REFRESH_AFTER_MS) return
      refreshedAt = performance.now()
      for (const one of all) one.socket.send(dialect.refresh)
    },
  }
}

export type Crowd = ReturnType<typeof createCrowd>
