import { describe, expect, test } from 'vitest'
import type { Event } from '../history/event.ts'
import type { Stored } from './evidence.ts'
import { checkAll } from './index.ts'
import { measureStaleness } from './staleness.ts'

const stored = (n: number, more: Partial<Stored> = {}): Stored => ({
  id: `m${n}`,
  seq: n,
  rev: n,
  state: `words ${n}`,
  authorId: n % 2 === 0 ? 'ben' : 'ann',
  hash: `h${n}`,
  createdAt: 1_000 * n,
  isDeleted: false,
  reactions: [],
  ...more,
})
const rowsOf = (n: number) => Array.from({ length: n }, (_, i) => stored(i + 1))

/** Ann and Ben write four messages into a private room and see them all; Cy is kicked, Di banned. */
function good() {
  const rows = rowsOf(4)
  const history: Event[] = []
  for (const { id, seq, rev, hash, authorId: who, createdAt: t } of rows) {
    history.push({ t: t - 5, op: 'send', outcome: 'asked', who, room: 'r', id, hash })
    history.push({ t: t + 5, op: 'send', outcome: 'ok', who, room: 'r', id, hash, seq })
    for (const viewer of ['ann', 'ben']) history.push({ t: t + 20, op: 'see', who: viewer, room: 'r', id, seq, rev })
  }
  history.push(
    { t: 4_100, op: 'lose', who: 'cy', room: 'r', by: 'kick' },
    { t: 4_100, op: 'lose', who: 'di', room: null, by: 'ban' },
  )
  const view = () => new Map([['r', rows.map(({ id, seq, rev, state }) => ({ id, seq, rev, state }))]])
  return {
    history,
    log: new Map([['r', { rows, lastSeq: 4 }]]),
    privateRooms: new Set(['r']),
    members: new Map([['r', ['ann', 'ben']]]),
    views: new Map([
      ['ann', view()],
      ['ben', view()],
    ]),
    bound: { maxMs: 100, p95Ms: 100 },
    deaths: [] as string[],
    memory: [{ node: 'n1', bytesPerConnection: 10_000 }],
    records: [
      { what: 'kick', who: 'cy' },
      { what: 'ban', who: 'di' },
    ] as { what: 'kick' | 'ban'; who: string }[],
  }
}
type Broken = ReturnType<typeof good>
const room = (evidence: Broken) => evidence.log.get('r')!
const viewOf = (evidence: Broken, who: string) => evidence.views.get(who)!

test('a good history violates nothing', () => {
  expect(checkAll(good())).toEqual([])
  expect(measureStaleness(good())).toEqual({ p50: 20, p95: 20, p99: 20, max: 20, n: 4 })
})

const sends = (evidence: Broken, id: string, change: Partial<Extract<Event, { op: 'send' }>>) => {
  for (const event of evidence.history)
    if (event.op === 'send' && event.id === id && event.outcome === 'ok') Object.assign(event, change)
}

describe('each invariant goes red', () => {
  test.each<[string, string, (evidence: Broken) => void]>([
    ['I1', 'a seq is left out', (e) => void Object.assign(room(e).rows[3]!, { seq: 5 })],
    ['I1', 'the head is behind', (e) => void Object.assign(room(e), { lastSeq: 3 })],
    ['I2', 'a message is stored twice', (e) => void room(e).rows.push(stored(5, { id: 'm4' }))],
    ['I3', 'an acked message is not stored', (e) => void room(e).rows.pop()],
    ['I3', 'an acked message is stored with another seq', (e) => sends(e, 'm4', { seq: 9 })],
    ['I3', 'an acked message is stored with other words', (e) => void Object.assign(room(e).rows[0]!, { hash: 'other' })],
    ['I3', 'a message is deleted that nobody deleted', (e) => void Object.assign(room(e).rows[0]!, { isDeleted: true })],
    [
      'I3',
      'an acked edit is not stored',
      (e) => void e.history.push({ t: 4_050, op: 'edit', outcome: 'ok', who: 'ann', room: 'r', id: 'm1', hash: 'edited' }),
    ],
    [
      'I3',
      'an acked delete is not stored',
      (e) => void e.history.push({ t: 4_050, op: 'delete', outcome: 'ok', who: 'ann', room: 'r', id: 'm1' }),
    ],
    [
      'I3',
      'an acked reaction is not stored',
      (e) => void e.history.push({ t: 4_050, op: 'react', outcome: 'ok', who: 'ann', room: 'r', id: 'm1', emoji: '👍' }),
    ],
    ['I4', 'a refused message is stored', (e) => sends(e, 'm4', { outcome: 'refused', code: 'muted' })],
    [
      'I4',
      'a refused edit is stored',
      (e) => {
        e.history.push({ t: 4_050, op: 'edit', outcome: 'refused', who: 'ann', room: 'r', id: 'm1', hash: 'edited' })
        Object.assign(room(e).rows[0]!, { hash: 'edited' })
      },
    ],
    ['I5', 'somebody lacks a message', (e) => void viewOf(e, 'ben').get('r')!.splice(1, 1)],
    ['I5', 'somebody sees a former state', (e) => void Object.assign(viewOf(e, 'ben').get('r')![1]!, { state: 'old' })],
    ['I5', 'somebody sees a message twice', (e) => void viewOf(e, 'ben').get('r')!.push(viewOf(e, 'ben').get('r')![0]!)],
    ['I5', 'somebody sees another order', (e) => void viewOf(e, 'ben').get('r')!.reverse()],
    [
      'I5',
      'somebody sees what is not stored',
      (e) => void viewOf(e, 'ben').get('r')!.push({ id: 'x', seq: 5, rev: 5, state: '' }),
    ],
    [
      'I6',
      'a row goes back',
      (e) => void e.history.push({ t: 4_050, op: 'see', who: 'ann', room: 'r', id: 'm4', seq: 4, rev: 3 }),
    ],
    ['I6', 'a row moves', (e) => void e.history.push({ t: 4_050, op: 'see', who: 'ann', room: 'r', id: 'm4', seq: 5, rev: 4 })],
    [
      'I6',
      'two messages stand at one place',
      (e) => void e.history.push({ t: 4_050, op: 'see', who: 'ann', room: 'r', id: 'x', seq: 4, rev: 9 }),
    ],
    ['I6', 'a view has a hole', (e) => void e.history.push({ t: 4_050, op: 'disorder', who: 'ann', room: 'r', what: 'a hole' })],
    [
      'I7',
      'a kicked person is told more',
      (e) => void e.history.push({ t: 5_200, op: 'see', who: 'cy', room: 'r', id: 'm4', seq: 4, rev: 4 }),
    ],
    [
      'I7',
      'a banned person is told more',
      (e) => void e.history.push({ t: 5_200, op: 'see', who: 'di', room: 'r', id: 'm4', seq: 4, rev: 4 }),
    ],
    ['I7', 'a banned person stores more', (e) => void Object.assign(room(e).rows[3]!, { authorId: 'di', createdAt: 4_101 })],
    [
      'I8',
      'a device’s messages change places',
      (e) => {
        const rows = room(e).rows
        ;[rows[0], rows[2]] = [stored(3, { seq: 1 }), stored(1, { seq: 3 })]
      },
    ],
    ['I9', 'a message is seen late', (e) => void Object.assign(room(e).rows[3]!, { createdAt: 1_000 })],
    [
      'I9',
      'nobody sees anything',
      (e) => void e.history.splice(0, e.history.length, ...e.history.filter(({ op }) => op !== 'see')),
    ],
    ['I10', 'a process ends', (e) => void Object.assign(e, { deaths: ['n1 ended by itself'] })],
    ['I11', 'a process grows', (e) => void Object.assign(e, { memory: [{ node: 'n1', bytesPerConnection: 2_000_000 }] })],
    ['I12', 'a ban is not on record', (e) => void Object.assign(e, { records: e.records.slice(0, 1) })],
    [
      'I12',
      'more is on record than was done',
      (e) => void Object.assign(e, { records: [...e.records, { what: 'ban', who: 'di' }] }),
    ],
  ])('%s: %s', (invariant, _, break_) => {
    const evidence = good()
    break_(evidence)
    expect(checkAll(evidence).map((violation) => violation.invariant)).toContain(invariant)
  })
})

test('I9: what was committed in a window has its own bound', () => {
  const evidence = good()
  room(evidence).rows[3]!.createdAt -= 800
  expect(checkAll(evidence).map(({ invariant }) => invariant)).toEqual(['I9', 'I9'])
  Object.assign(evidence, { bound: { maxMs: 100, windows: [{ from: 3_000, until: 3_500, maxMs: 1_000 }] } })
  expect(checkAll(evidence)).toEqual([])
  Object.assign(evidence, { bound: { maxMs: 1_000, windows: [{ from: 3_000, until: 3_500, maxMs: 100 }] } })
  expect(checkAll(evidence).map(({ invariant }) => invariant)).toEqual(['I9'])
})

test('who is back in a room may see and write there again', () => {
  const evidence = good()
  evidence.history.push(
    { t: 4_500, op: 'gain', who: 'cy', room: 'r' },
    { t: 6_000, op: 'see', who: 'cy', room: 'r', id: 'm4', seq: 4, rev: 4 },
  )
  Object.assign(evidence, { records: [{ what: 'ban', who: 'di' }] })
  expect(checkAll(evidence)).toEqual([])
})
