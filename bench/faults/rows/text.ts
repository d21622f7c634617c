import { uuidv7 } from 'uuidv7'
import { connectRaw } from '#server/testing/raw-client.ts'
import { hashOf } from '../history/history.ts'
import type { Row } from '../row.ts'

/** What PostgreSQL or a screen can't hold: refused. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['U+0000', 'a\u0000b'],
  ['an escape', 'a\u001bb'],
  ['a lone high surrogate', 'a\ud83d'],
  ['a lone low surrogate', '\ude00a'],
  ['surrogates the wrong way round', '\ude00\ud83d'],
  ['nothing but white space', ' \n\t '],
]
/** Odd but text: stored as it is, code point by code point. */
const KEPT: readonly (readonly [string, string])[] = [
  ['an override from right to left', 'a\u202eb\u202c \u2066c\u2069'],
  ['a letter with 500 marks', `z${'\u0301'.repeat(500)}`],
  ['50,000 combining marks', `e${'\u0300'.repeat(50_000)}`],
  ['a flood of joiners', `👩${'\u200d👩'.repeat(2_000)}`],
  ['é composed', '\u00e9'],
  ['é decomposed', 'e\u0301'],
  ['an Å of three kinds', '\u212b \u00c5 A\u030a'],
  ['a byte order mark', '\ufeffwords'],
  ['what is no character', 'a\uffff\ufdd0b'],
  ['separators of lines', 'a\u2028b\u2029c'],
  ['a backslash and u0000', '\\u0000 \\x00 %00'],
]

export const F62: Row = {
  id: 'F62',
  title: 'text that PostgreSQL or a screen trips over',
  star: true,
  bound: { maxMs: 2_000 },
  async inject({ cluster, crowd, history, demand, lasts }) {
    const [author, reader] = crowd.members
    const [room] = crowd.rooms.busy
    if (!author || !reader || !room) throw new Error('too few people')
    const who = author.person.username
    const raw = await connectRaw(`http://127.0.0.1:${cluster.fronts[0]!.port}`, author.person)
    const other = await connectRaw(`http://127.0.0.1:${cluster.fronts[1]!.port}`, reader.person)
    let times = 0
    try {
      for (let round = lasts(1, 5); round > 0; round--) {
        for (const [what, body] of REFUSED) {
          const answer = await raw.ask('message:send', { id: uuidv7(), roomId: room, body })
          demand(!answer.ok && answer.error.code === 'invalid', `${what} was answered ${answer.ok ? 'ok' : answer.error.code}`)
          times += 1
        }
        for (const [what, body] of KEPT) {
          const id = uuidv7()
          const hash = hashOf(body)
          history.note({ op: 'send', outcome: 'asked', who, room, id, hash, beside: true })
          const answer = await raw.ask('message:send', { id, roomId: room, body })
          demand(answer.ok, `${what} was refused`)
          times += 1
          if (!answer.ok || !('message' in answer.data)) continue
          const { seq } = answer.data.message
          history.note({ op: 'send', outcome: 'ok', who, room, id, hash, seq })
          const heard = await other.hear('room:changes', (frame) => frame.messages.some((row) => row.id === id))
          demand(heard.messages.find((row) => row.id === id)?.body === body, `${what} came as something else`)
        }
      }
    } finally {
      raw.close()
      other.close()
    }
    return { times, what: `${times} texts, ${REFUSED.length} of ${REFUSED.length + KEPT.length} refused` }
  },
}
