import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import { hashOf } from '../history/history.ts'
import type { Row } from '../row.ts'

const AT_ONCE = 20

export const F43: Row = {
  id: 'F43',
  title: 'one id is sent twenty times at once, over all nodes',
  star: true,
  bound: { maxMs: 6_000 },
  async inject({ cluster, crowd, history, lasts, demand }) {
    const [author, other] = crowd.members
    const [room, elsewhere] = crowd.rooms.busy
    if (!author || !other || !room || !elsewhere) throw new Error('too few people or rooms')
    const urls = cluster.fronts.map((front) => `http://127.0.0.1:${front.port}`)
    const own = await Promise.all(urls.map((url) => connectRaw(url, author.person)))
    const foreign = await connectRaw(urls[0]!, other.person)
    const rounds = lasts(10, 100)
    const who = author.person.username
    try {
      for (let i = 0; i < rounds; i++) {
        const id = uuidv7()
        const body = `raced ${i}`
        const hash = hashOf(body)
        history.note({ op: 'send', outcome: 'asked', who, room, id, hash, beside: true })
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, (_, k) => own[k % own.length]!.ask('message:send', { id, roomId: room, body })),
        )
        const seqs = new Set(answers.map((answer) => (answer.ok && 'message' in answer.data ? answer.data.message.seq : null)))
        const [seq] = seqs
        demand(
          seqs.size === 1 && typeof seq === 'number',
          `${AT_ONCE} sends of one id were answered with ${[...seqs].join(', ')}`,
        )
        if (typeof seq === 'number') history.note({ op: 'send', outcome: 'ok', who, room, id, hash, seq })

        const stolen = await foreign.ask('message:send', { id, roomId: room, body: 'mine' })
        demand(!stolen.ok && stolen.error.code === 'conflict', 'another author was not answered conflict')
        const again = await own[0]!.get('message:send', { id, roomId: room, body: 'other words' })
        demand(
          'message' in again && again.message.body !== 'other words',
          'other words under a stored id took the place of the stored ones',
        )
        const copy = await own[0]!.ask('message:send', { id, roomId: elsewhere, body })
        demand(copy.ok, 'the same id in another room was refused')
      }
      return { times: rounds * AT_ONCE, what: `${rounds} ids, ${AT_ONCE} times each` }
    } finally {
      for (const raw of [...own, foreign]) raw.close()
    }
  },
}
