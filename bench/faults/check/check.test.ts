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
    ended: [] as { who: string; as: string }[],
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
  expect(measureStaleness(good())).toEqual({ p50: 20, p95: 20, p99: 20, max: 20, n: 4, paged: 0 })
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
    [
      'I2',
      'words that were written once are stored under two ids',
      (e) => {
        room(e).rows.push(stored(5, { authorId: 'ann', hash: 'h1' }))
        room(e).lastSeq = 5
      },
    ],
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
      'an edit that an acked one followed is what is stored',
      (e) => {
        for (const [i, hash] of ['first', 'second'].entries())
          for (const outcome of ['asked', 'ok'] as const)
            e.history.push({ t: 4_050 + i, op: 'edit', outcome, who: 'ann', room: 'r', id: 'm1', hash })
        Object.assign(room(e).rows[0]!, { hash: 'first' })
      },
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
    [
      'I5',
      'a message is first seen by scrolling to it',
      (e) => {
        for (const event of e.history) if (event.op === 'see' && event.id === 'm4') Object.assign(event, { paged: true })
        Object.assign(e.bound, { pagedMax: 0 })
      },
    ],
    ['I10', 'a process ends', (e) => void Object.assign(e, { deaths: ['n1 ended by itself'] })],
    ['I11', 'a process grows', (e) => void Object.assign(e, { memory: [{ node: 'n1', bytesPerConnection: 2_000_000 }] })],
    ['I12', 'a ban is not on record', (e) => void Object.assign(e, { records: e.records.slice(0, 1) })],
    [
      'I12',
      'more is on record than was done',
      (e) => void Object.assign(e, { records: [...e.records, { what: 'ban', who: 'di' }] }),
    ],
    ['I13', 'a client is signed out', (e) => void e.ended.push({ who: 'ann', as: 'signed_out' })],
    ['I13', 'somebody is banned and their client says something else', (e) => void e.ended.push({ who: 'di', as: 'revoked' })],
    ['I13', 'a client says that its person is banned, and they are not', (e) => void e.ended.push({ who: 'cy', as: 'banned' })],
    ['I13', 'a client stops by itself', (e) => void e.ended.push({ who: 'ann', as: 'stopped' })],
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

test('I9: what is away adds to what was under way then, and no more than is left of it', () => {
  const lateBy = (ms: number) => {
    const evidence = good()
    room(evidence).rows[3]!.createdAt -= ms
    const away = { from: 3_000, until: 3_800, ms: 700 }
    return checkAll({ ...evidence, bound: { maxMs: 100, away } }).map(({ invariant }) => invariant)
  }
  // Committed at 3,600: 200 ms are left of the fault.
  expect(lateBy(400)).toEqual([])
  // At 3,150, seen 870 ms later, and at 2,400, before anything was away.
  expect(lateBy(850)).toEqual([])
  expect(lateBy(1_600)).toEqual(['I9'])
  // After it the bound is what it was.
  const after = good()
  room(after).rows[3]!.createdAt -= 800
  expect(checkAll({ ...after, bound: { maxMs: 100, away: { from: 1, until: 3_100, ms: 3_000 } } })).toHaveLength(1)
})

test('I2, I3: what was written twice is stored twice, and of edits under way at once either may be the last', () => {
  const evidence = good()
  const ask = (op: 'send' | 'edit', t: number, id: string, hash: string, outcome: 'asked' | 'ok' | 'unknown' = 'asked') =>
    evidence.history.push({ t, op, outcome, who: 'ann', room: 'r', id, hash })
  ask('send', 4_040, 'm5', 'h1')
  room(evidence).rows.push(stored(5, { authorId: 'ann', hash: 'h1' }))
  room(evidence).lastSeq = 5
  for (const who of ['ann', 'ben']) viewOf(evidence, who).get('r')!.push(stored(5))
  expect(checkAll(evidence)).toEqual([])
  ask('edit', 5_000, 'm3', 'first')
  ask('edit', 5_001, 'm3', 'second')
  ask('edit', 5_002, 'm3', 'second', 'ok')
  ask('edit', 5_003, 'm3', 'first', 'ok')
  ask('edit', 4_900, 'm1', 'lost on the way', 'unknown')
  ask('edit', 5_000, 'm1', 'after it', 'ok')
  for (const hash of ['first', 'second']) {
    Object.assign(room(evidence).rows[2]!, { hash })
    Object.assign(room(evidence).rows[0]!, { hash: 'lost on the way' })
    expect(checkAll(evidence)).toEqual([])
  }
})

test('I13: who was banned or told to stop is over, and rightly', () => {
  const evidence = good()
  evidence.history.push({ t: 4_200, op: 'stop', who: 'cy' })
  evidence.ended.push({ who: 'di', as: 'banned' }, { who: 'cy', as: 'stopped' })
  expect(checkAll(evidence)).toEqual([])
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
