import { uuidv7 } from 'uuidv7'
import { createPerson } from '#server/testing/people.ts'
import { connectRaw, type RawClient } from '#server/testing/raw-client.ts'
import { createRoom } from '#server/testing/rooms.ts'
import type { Row } from '../row.ts'

type Event = 'session:hello' | 'room:sync' | 'room:history' | 'room:read'
const REVS_MAX = 5_000
const CORRUPT: readonly (readonly [string, unknown])[] = [
  ['−1', -1],
  ['1.5', 1.5],
  ['NaN', Number.NaN],
  ['a text', '9'],
  ['2⁵³', 2 ** 53],
  ['a list', [1]],
  ['an object', { valueOf: 1 }],
]

export const F48: Row = {
  id: 'F48',
  title: 'cursors that nobody was given',
  star: true,
  bound: { maxMs: 2_000 },
  async inject({ cluster, crowd, demand }) {
    const [asker] = crowd.members
    const [room] = crowd.rooms.busy
    if (!asker || !room) throw new Error('nobody is there')
    const stranger = await createPerson({ pool: cluster.postgres.pool })
    const foreign = await createRoom({ pool: cluster.postgres.pool }, stranger, { kind: 'PRIVATE' })
    const url = `http://127.0.0.1:${cluster.fronts[0]!.port}`
    const theirs = await connectRaw(url, stranger)
    await theirs.get('message:send', { id: uuidv7(), roomId: foreign, body: 'a foreign secret' })
    theirs.close()
    let asked = 0
    const ask = async (raw: RawClient, event: Event, payload: object, fits: (answer: Told) => boolean, what: string) => {
      asked += 1
      const answer = (await raw.throwAt(event, payload)) as Told
      demand(fits(answer), `${event} with ${what} was answered ${JSON.stringify(answer).slice(0, 200)}`)
      const text = JSON.stringify(answer)
      demand(!text.includes('a foreign secret'), `${event} with ${what} told what a foreign room holds`)
    }
    const is = (code: string) => (answer: Told) => !answer.ok && answer.error?.code === code
    const places: readonly (readonly [Event, (value: unknown) => object])[] = [
      ['room:sync', (afterRev) => ({ roomId: room, afterRev })],
      ['room:history', (before) => ({ roomId: room, before })],
      ['room:history', (after) => ({ roomId: room, after })],
      ['room:history', (around) => ({ roomId: room, around })],
      ['room:read', (seq) => ({ roomId: room, seq })],
      ['session:hello', (rev) => ({ revs: { [room]: rev } })],
      ['session:hello', (meRev) => ({ revs: {}, meRev })],
    ]
    for (const [event, payload] of places) {
      // A connection each: fifty malformed requests close one.
      const raw = await connectRaw(url, asker.person)
      for (const [what, value] of CORRUPT) await ask(raw, event, payload(value), is('invalid'), what)
      raw.close()
    }

    const raw = await connectRaw(url, asker.person)
    try {
      const many = Object.fromEntries(Array.from({ length: REVS_MAX + 1 }, () => [crypto.randomUUID(), 1]))
      await ask(raw, 'session:hello', { revs: many }, is('invalid'), `${REVS_MAX + 1} rooms`)
      for (const [event, payload] of [
        ['room:sync', { roomId: foreign, afterRev: 0 }],
        ['room:history', { roomId: foreign }],
        ['room:history', { roomId: foreign, around: 1 }],
        ['room:read', { roomId: foreign, seq: 1 }],
      ] as const) {
        await ask(raw, event, payload, is('not_found'), 'a foreign room')
      }
      const silent = (answer: Told) =>
        answer.ok && !((answer.data?.changes ?? []) as { roomId: string }[]).some((changes) => changes.roomId === foreign)
      await ask(raw, 'session:hello', { revs: { [foreign]: 0 } }, silent, 'a foreign room')

      const { room: now } = await raw.get('room:get', { roomId: room })
      const ahead = now.rev + 1_000_000
      const isReset = (answer: Told) => answer.ok && answer.data?.reset === true
      await ask(raw, 'room:sync', { roomId: room, afterRev: ahead }, isReset, 'a rev ahead of all')
      const hello = await raw.get('session:hello', { revs: { [room]: ahead } })
      demand(hello.resets.includes(room), 'hello with a rev ahead of all does not say reset')
      const { readSeq } = await raw.get('room:read', { roomId: room, seq: Number.MAX_SAFE_INTEGER })
      const { room: after } = await raw.get('room:get', { roomId: room })
      demand(readSeq <= after.lastSeq, `a person has read ${readSeq} of ${after.lastSeq} messages`)
      asked += 2
    } finally {
      raw.close()
    }
    return { times: asked, what: `${asked} cursors over 4 requests` }
  },
}

type Told = { ok: boolean; data?: Record<string, unknown>; error?: { code: string } }
