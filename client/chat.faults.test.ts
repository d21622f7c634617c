import { afterEach, describe, expect, it } from 'vitest'
import type { Chat } from './api.ts'
import { createChat } from './chat.ts'
import { type Host, startHost } from './testing/host.ts'
import { until } from './testing/until.ts'

/** The same chances in every run (mulberry32). */
function chances(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const PEOPLE = ['ann', 'ben', 'cy', 'di', 'ed']
const EACH = 25

describe('K1 K2: with a tenth of all frames lost, answers lost and connections cut', () => {
  let host: Host
  let chats: Chat[] = []

  afterEach(async () => {
    await Promise.all(chats.map((chat) => chat.stop()))
    await host.close()
  })

  it.each([1, 2])('every client ends with every message, once, in the same order (%i)', { timeout: 30_000 }, async (seed) => {
    const chance = chances(seed)
    host = await startHost()
    const model = host.addRoom('r', PEOPLE)
    host.lose(() => chance() < 0.1)
    host.intercept((payload, by, name) => {
      if (name !== 'message:send' || chance() > 0.02) return undefined
      // Committed, and the connection breaks before the answer.
      host.reply(name, payload, by)
      setImmediate(() => host.cut())
      return 'silence'
    })
    chats = PEOPLE.map((id) => createChat(host.options(id)))
    await Promise.all(chats.map((chat) => chat.connect()))
    for (const chat of chats) chat.open('r')
    const sent = chats.map((chat, person) =>
      Array.from({ length: EACH }, (_, count) => chat.send('r', `${PEOPLE[person]} ${count}`)),
    )
    await Promise.all(chats.map((chat) => until(chat, ({ outbox }) => !outbox.r)))
    await Promise.all(chats.map((chat) => until(chat, ({ connection }) => connection.status === 'live')))
    for (const person of PEOPLE) host.emit(person, 'room:heads', { heads: { r: model.rev } })
    const done = await Promise.all(
      chats.map((chat) =>
        until(chat, ({ rooms, timelines }) => rooms.r?.rev === model.rev && timelines.r?.messages.at(-1)?.seq === model.lastSeq),
      ),
    )
    const rows = model.rows()
    expect(rows).toHaveLength(PEOPLE.length * EACH)
    for (const [index, { timelines }] of done.entries()) {
      const chat = chats[index]!
      if (timelines.r?.hasBefore) {
        while (chat.getState().timelines.r?.hasBefore) await chat.loadBefore('r')
      }
      expect(chat.getState().timelines.r?.messages).toEqual(rows)
      const mine = rows.filter((row) => row.authorId === PEOPLE[index]).map((row) => row.id)
      expect(mine).toEqual(sent[index])
    }
    const unread = rows.filter((row) => row.authorId !== 'ann')
    await until(chats[0]!, ({ rooms }) => rooms.r?.unread === Math.min(100, unread.length))
  })
})

describe('C8: a connection that goes on after it lost what was told', () => {
  let host: Host
  let ann: Chat

  afterEach(async () => {
    await ann.stop()
    await host.close()
  })

  /** Nobody answers ann, and the first words of a quiet room are lost. */
  async function loseTheFirstWords() {
    host = await startHost()
    host.addRoom('quiet', ['ann', 'ben'])
    host.intercept((_, __, name) => (name === 'room:draft' ? 'silence' : undefined))
    ann = createChat(host.options('ann'))
    await ann.connect()
    ann.open('quiet')
    await until(ann, ({ timelines }) => timelines.quiet?.empty === false)
    host.commit('quiet', [{ do: 'send', by: 'ben', body: 'the first words' }], { lose: true })
    ann.setDraft('quiet', 'asks the server')
  }

  it('finds them once an answer did not come, over the same connection', { timeout: 20_000 }, async () => {
    await loseTheFirstWords()
    await until(ann, ({ timelines }) => timelines.quiet?.messages.length === 1)
    expect(host.handshakes).toHaveLength(1)
  })
})
