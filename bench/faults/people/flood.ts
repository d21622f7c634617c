import { setTimeout as wait } from 'node:timers/promises'
import { uuidv7 } from 'uuidv7'
import { type Line, openLine } from '#server/sockets/testing/line.ts'

const TICK_MS = 20
/** Answers that were under way when the flood was over. */
const LAST_MS = 1_000

export type Flooded = {
  sent: number
  /** Requests that were answered ok, and those that were refused, by their code. */
  ok: number
  refused: Record<string, number>
  /** How often the connection was closed by the host, and how often another one was not let in. */
  closed: number
  turnedAway: number
}

/** What one connection says, how often, and for how long. */
export type Flood = { url: string; token: string; says: Says; room: string; perSecond: number; ms: number }
export type Says = keyof typeof frames

/** The i-th frame: a request that asks for an answer names `i + 1` as its ack. */
const frames = {
  message: (i: number, room: string) =>
    `42${i + 1}["message:send",{"id":"${uuidv7()}","roomId":"${room}","body":"a flood ${uuidv7()}"}]`,
  typing: (i: number, room: string) => `42["typing:set",{"roomId":"${room}","typing":${i % 2 === 0}}]`,
  sync: (i: number, room: string) => `42${i + 1}["room:sync",{"roomId":"${room}","afterRev":1000000000}]`,
  hello: (i: number) => `42${i + 1}["session:hello",{"revs":{}}]`,
} as const

/** Says something far too often over one connection, for a while; opens another one as often as it is closed. */
export async function flood({ url, token, says, room, perSecond, ms }: Flood): Promise<Flooded> {
  const told: Flooded = { sent: 0, ok: 0, refused: {}, closed: 0, turnedAway: 0 }
  const began = performance.now()
  const passed = () => performance.now() - began
  while (passed() < ms) {
    const line = await openLine(url, { token: async () => token }).catch(() => null)
    if (!line) {
      told.turnedAway += 1
      continue
    }
    const before = passed()
    let here = 0
    while (passed() < ms && !line.isClosed()) {
      for (const due = ((passed() - before) * perSecond) / 1_000; here < due; here++) {
        line.socket.send(frames[says](told.sent, room))
        told.sent += 1
      }
      await wait(TICK_MS)
    }
    if (line.isClosed()) told.closed += 1
    else await wait(LAST_MS)
    count(line, told)
    line.socket.terminate()
  }
  return told
}

/** The first acks are those of opening the connection. */
function count(line: Line, told: Flooded) {
  for (const text of line.heard) {
    const ack = /^43(\d+)\[/.exec(text)
    if (!ack || ack[1] === '0') continue
    if (text.includes('"ok":true')) told.ok += 1
    else {
      const code = /"code":"(\w+)"/.exec(text)?.[1] ?? 'none'
      told.refused[code] = (told.refused[code] ?? 0) + 1
    }
  }
}
