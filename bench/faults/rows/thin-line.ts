import { createChat } from '#client/index.ts'
import { connectRaw } from '#server/testing/raw-client.ts'
import { startProxy } from '../cluster/proxy.ts'
import type { Row } from '../row.ts'

/** 64 kbit a second. */
const BYTES_PER_SECOND = 8_000
const WORDS = 'x'.repeat(1_000)
const WRITE_EVERY_MS = 50
const TYPE_EVERY_MS = 300
/** A page of 256 KB takes half a minute over such a line, and may be asked for twice. */
const CONVERGED_MS = 120_000

export const F37: Row = {
  id: 'F37',
  title: 'a line of 64 kbit a second, while far more is said',
  star: false,
  people: 6,
  quiet: 3,
  bound: { maxMs: 6_000 },
  // All of it comes over that line too.
  pace: { perSecond: 2, churn: false },
  async inject({ cluster, crowd, pass, until, lasts, demand }) {
    const [reader, writer, typist] = crowd.members
    const [room] = crowd.rooms.busy
    const [node] = cluster.nodes
    if (!reader || !writer || !typist || !room || !node) throw new Error('nobody is there')
    const line = await startProxy({ targets: () => [node.port] })
    line.set({ mode: 'drip', bytesPerSecond: BYTES_PER_SECOND })
    const thin = `http://127.0.0.1:${line.port}`
    const chat = createChat({
      url: thin,
      getToken: () => reader.person.getToken(),
      deviceId: 'thin',
      userId: reader.person.id,
      storage: 'memory',
    })
    let closed = 0
    const unwatch = chat.subscribe(() => {
      const { status } = chat.getState().connection
      if (status === 'waiting' && !wasWaiting) closed += 1
      wasWaiting = status === 'waiting'
    })
    let wasWaiting = false
    const fast = await connectRaw(`http://127.0.0.1:${node.port}`, reader.person)
    const typing = await connectRaw(`http://127.0.0.1:${cluster.nodes[1]!.port}`, typist.person)
    // Over long-polling the host itself holds what waits; else the kernel takes the first megabytes.
    const slow = await connectRaw(thin, reader.person, { transports: ['polling'] })
    try {
      await chat.connect()
      chat.open(room)
      const isOpen = () => chat.getState().timelines[room]?.loading === null
      demand((await until(isOpen, 30_000)) !== null, 'the room could not be opened over a thin line')
      let n = 0
      const write = setInterval(() => {
        n += 1
        writer.send(room, `${n} ${WORDS}`)
      }, WRITE_EVERY_MS)
      let isTyping = false
      const type = setInterval(() => {
        isTyping = !isTyping
        typing.socket.emit('typing:set', { roomId: room, typing: isTyping }, () => undefined)
      }, TYPE_EVERY_MS)
      await pass(lasts(10_000, 60_000))
      clearInterval(write)
      clearInterval(type)
      const last = () => reader.chat.getState().timelines[room]?.messages.at(-1)?.seq ?? 0
      await pass(1_000)
      const end = last()
      const isThere = () => (chat.getState().timelines[room]?.messages.at(-1)?.seq ?? 0) >= end
      const tookMs = await until(isThere, CONVERGED_MS)
      demand(tookMs !== null, `over a thin line the room was not caught up ${CONVERGED_MS / 1_000} s after the flood`)
      const ids = new Map(reader.chat.getState().timelines[room]?.messages.map(({ seq, id }) => [seq, id]))
      const rows = chat.getState().timelines[room]?.messages ?? []
      demand(
        rows.some(({ seq }) => ids.has(seq)) && rows.every(({ seq, id }) => (ids.get(seq) ?? id) === id),
        'over a thin line the room is seen in another order',
      )
      const heard = (raw: typeof fast, event: string) => raw.heard.filter((one) => one.event === event).length
      const [told, shed] = [heard(fast, 'typing'), heard(slow, 'typing')]
      demand(told > 0, 'nobody was told who types')
      demand(shed < told, `the thin line was told ${shed} of ${told} times who types`)
      const frames = heard(slow, 'room:changes')
      return {
        times: n,
        what: `${n} messages of 1 KB over 8 KB a second, closed ${closed} times, caught up ${((tookMs ?? 0) / 1_000).toFixed(1)} s after; by polling typing told ${shed} of ${told} times and ${frames} of ${heard(fast, 'room:changes')} frames`,
      }
    } finally {
      unwatch()
      await chat.stop()
      for (const raw of [fast, typing, slow]) raw.close()
      await line.close()
    }
  },
}
