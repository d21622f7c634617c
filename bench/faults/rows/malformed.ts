import { uuidv7 } from 'uuidv7'
import { GARBAGE, nested } from '#server/sockets/testing/garbage.ts'
import { openLine } from '#server/sockets/testing/line.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import type { Row, Stage } from '../row.ts'

const HOST_BYTES_MAX = 262_144
const BODY_BYTES_MAX = 102_400
const MB = 1_048_576
/** What a process may hold more than before, whatever was thrown at it. */
const GROWN_MB = 64

/** Frames of the wire, sent one connection each, over all nodes in turn. Everything else must stay as it is. */
async function throwFrames(stage: Stage, frames: readonly (readonly [string, string | Buffer])[]): Promise<number> {
  const { cluster, crowd, history, demand } = stage
  const [asker] = crowd.members
  if (!asker) throw new Error('nobody is there')
  const from = Date.now()
  const control = await connectRaw(urlOf(stage, 0), asker.person)
  for (const [i, [what, frame]] of frames.entries()) {
    const line = await openLine(urlOf(stage, i), asker.person)
    line.socket.send(frame)
    line.socket.send('421["room:list",{}]')
    await line
      .until(() => line.isClosed() || line.heard.some((text) => text.startsWith('431')))
      .catch(() => demand(false, `${what} was neither ignored nor closed its connection`))
    line.socket.terminate()
  }
  demand(control.socket.connected, 'a connection beside the others was closed')
  demand((await control.ask('room:list', {})).ok, 'a connection beside the others is not served')
  control.close()
  const lost = history.events.filter((event) => event.op === 'link' && event.status !== 'live' && event.t > from)
  demand(lost.length === 0, `${lost.length} other connections were lost`)
  demand(
    cluster.nodes.every((node) => node.isRunning()),
    'a process ended',
  )
  return frames.length
}

const urlOf = ({ cluster: { nodes } }: Stage, i: number) => `http://127.0.0.1:${nodes[i % nodes.length]!.port}`

export const F57: Row = {
  id: 'F57',
  title: 'frames that no client sends',
  star: true,
  bound: { maxMs: 2_000 },
  async inject(stage) {
    const rounds = stage.lasts(1, 10)
    let thrown = 0
    for (let i = 0; i < rounds; i++) thrown += await throwFrames(stage, GARBAGE)
    return { times: thrown, what: `${thrown} malformed frames on connections of their own` }
  },
}

export const F58: Row = {
  id: 'F58',
  title: 'messages and frames of every size',
  star: true,
  bound: { maxMs: 2_000 },
  async inject(stage) {
    const { cluster, crowd, demand, lasts } = stage
    const [asker] = crowd.members
    const [room] = crowd.rooms.busy
    if (!asker || !room) throw new Error('nobody is there')
    const [node] = cluster.nodes
    if (!node) throw new Error('there is no node')
    const before = (await node.settled()).rssBytes
    // The person’s second holds 256 KB: what counts no more than the size is asked again later.
    const send = async (body: string) => {
      const id = uuidv7()
      for (;;) {
        const raw = await connectRaw(urlOf(stage, 0), asker.person)
        const answer = await raw.ask('message:send', { id, roomId: room, body })
        raw.close()
        if (answer.ok) return 'ok'
        if (answer.error.code !== 'rate_limited') return answer.error.code
        await stage.pass(answer.error.retryAfterMs ?? 1_000)
      }
    }
    let times = 0
    for (const letter of ['x', '😀']) {
      const whole = letter.repeat(BODY_BYTES_MAX / Buffer.byteLength(letter))
      demand((await send(whole)) === 'ok', `${BODY_BYTES_MAX} bytes of ${letter} were refused`)
      const beyond = await send(`${whole}x`)
      demand(beyond === 'too_large', `${BODY_BYTES_MAX + 1} bytes of ${letter} were answered ${beyond}`)
      times += 2
    }
    const sizes = [131_072, 131_073, HOST_BYTES_MAX, HOST_BYTES_MAX + 1, MB, lasts(16, 64) * MB]
    for (const size of sizes) {
      const line = await openLine(urlOf(stage, 0), asker.person)
      const head = '427["room:get",{"roomId":"'
      line.socket.send(`${head}${'x'.repeat(size - head.length - 3)}"}]`)
      await line
        .until(() => line.isClosed() || line.heard.some((text) => text.startsWith('437')))
        .catch(() => demand(false, `a frame of ${size} bytes was neither answered nor closed its connection`))
      const isRead = line.heard.some((text) => text.startsWith('437') && text.includes('"invalid"'))
      if (size <= HOST_BYTES_MAX) demand(isRead, `a frame of ${size} bytes was not answered invalid`)
      // Whoever still writes may hear of the end as a reset (1006).
      else demand([1_009, 1_006].includes(line.code() ?? 0), `a frame of ${size} bytes was closed with ${line.code()}`)
      line.socket.terminate()
      times += 1
    }
    const grown = ((await node.settled()).rssBytes - before) / MB
    demand(grown <= GROWN_MB, `the process holds ${Math.round(grown)} MB more than before`)
    return { times, what: `${times} sizes up to ${lasts(16, 64)} MB, ${Math.round(grown)} MB more held after` }
  },
}

export const F59: Row = {
  id: 'F59',
  title: 'payloads nested deep and wide',
  star: true,
  bound: { maxMs: 2_000 },
  async inject(stage) {
    const { crowd, demand } = stage
    const [asker] = crowd.members
    const [room] = crowd.rooms.busy
    if (!asker || !room) throw new Error('nobody is there')
    const deep = nested(45_000)
    const objects = `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`
    // 100,000 of the shortest keys are three times what the host reads: as many as fit.
    const keys = `{${Array.from({ length: 24_000 }, (_, i) => `"${i}":0`).join(',')}}`
    const frames = [deep, objects, keys].flatMap((payload) => [
      ['message:send', `{"roomId":"${room}","id":"${uuidv7()}","body":${payload}}`],
      ['room:sync', `{"roomId":${payload},"afterRev":0}`],
      ['session:hello', `{"revs":${payload}}`],
    ])
    for (const [i, [event, payload]] of frames.entries()) {
      const line = await openLine(urlOf(stage, i), asker.person)
      line.socket.send(`427["${event}",${payload}]`)
      await line.until(() => line.isClosed() || line.heard.some((text) => text.startsWith('437'))).catch(() => undefined)
      const answer = line.heard.find((text) => text.startsWith('437'))
      demand(answer?.includes('"code":"invalid"') === true, `${event} with a payload nested or wide was not answered invalid`)
      line.socket.terminate()
    }
    await throwFrames(stage, [['nothing odd', '421["room:list",{}]']])
    return { times: frames.length, what: `${frames.length} payloads of 45,000 lists, 15,000 objects or 24,000 keys` }
  },
}
