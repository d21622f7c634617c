import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, createModelRoom, type ModelRoom } from '#client/testing/model-room.ts'
import type { RoomChanges } from '#protocol/models.ts'
import { receive, receiveAck, receiveSync } from './frames.ts'
import { emptyLog, type Log, needsSync, trimmed } from './log.ts'
import { type PageKind, receivePage } from './pages.ts'
import { withOwn } from './rows.ts'

const ME = 'me'
const people = ['me', 'ann', 'ben']

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      by: fc.constantFrom(...people),
      body: fc.string({ maxLength: 4 }),
      confirm: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('confirm' as const),
      seq: fc.integer({ min: 1, max: 30 }),
      by: fc.constantFrom(...people),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remind' as const), seq: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      seq: fc.integer({ min: 1, max: 30 }),
      body: fc.string({ maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), seq: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      seq: fc.integer({ min: 1, max: 30 }),
      by: fc.constantFrom(...people),
      emoji: fc.constantFrom('a', 'b'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pin' as const), seq: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hide' as const), seq: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), name: fc.string({ minLength: 1, maxLength: 4 }) }) },
)

/** What happens next. Numbers choose among what is under way, so that every order can come up. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ step: fc.constant('commit' as const), changes: fc.array(change, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('deliver' as const), which: fc.nat(8), doubled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('lose' as const), which: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('overlap' as const), back: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('ask sync' as const), most: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('answer sync' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('ask page' as const),
      kind: fc.constantFrom<PageKind>('latest', 'before', 'after', 'around'),
      seq: fc.nat(30),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('answer page' as const) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('ack' as const), which: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('trim' as const), most: fc.integer({ min: 1, max: 5 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** A client of the reducer that does what the rules say, and a network that does what it likes. */
function createScene(before: readonly Change[][]) {
  const room = createModelRoom('room')
  for (const changes of before) room.commit(changes)
  let log = emptyLog({ id: 'room', rev: room.rev, lastSeq: room.lastSeq }, ME)
  const inFlight: RoomChanges[] = []
  let sync: { answer: RoomChanges } | null = null
  let page: { kind: PageKind; askedAt: number; answer: ReturnType<ModelRoom['page']>; kept: RoomChanges['messages'] } | null =
    null
  let repairFrom: number | null = null

  function took({ log: next, dropped }: { log: Log; dropped: RoomChanges['messages'] }) {
    log = next
    page?.kept.push(...dropped)
  }
  const askSync = (most?: number) => {
    sync = { answer: room.sync(repairFrom ?? log.rev, most, ME) }
    repairFrom = null
  }
  const answerSync = () => {
    if (sync) took(receiveSync(log, sync.answer))
    sync = null
  }
  function askPage(kind: PageKind, seq: number) {
    const run = log.detached ?? log.tail
    const first = run.messages[0]?.seq
    const last = log.detached?.messages.at(-1)?.seq
    if (kind === 'before' && first === undefined) return
    if (kind === 'after' && last === undefined) return
    const ask =
      kind === 'before' ? { before: first! } : kind === 'after' ? { after: last! } : kind === 'around' ? { around: seq } : {}
    page = { kind, askedAt: log.rev, answer: room.page({ ...ask, limit: 4 }, ME), kept: [] }
  }
  function answerPage() {
    if (!page) return
    const { answer, ...rest } = page
    if (answer.rev < log.rev) repairFrom = Math.min(answer.rev, repairFrom ?? answer.rev)
    log = receivePage(log, answer, rest)
    page = null
  }

  return {
    room,
    get log() {
      return log
    },
    run(next: Step) {
      switch (next.step) {
        case 'commit': {
          const frame = room.commit(next.changes)
          if (frame) inFlight.push(frame)
          return
        }
        case 'deliver': {
          const frame = inFlight[next.which % Math.max(1, inFlight.length)]
          if (!frame) return
          if (!next.doubled) inFlight.splice(inFlight.indexOf(frame), 1)
          return took(receive(log, structuredClone(frame)))
        }
        case 'lose':
          inFlight.splice(next.which % Math.max(1, inFlight.length), 1)
          return
        case 'overlap': {
          // The reconciler fans out whole rows from a rev it remembers; whoever confirmed one of them asks instead.
          const since = Math.max(0, room.rev - next.back)
          if (!room.isToldApart(ME, since)) took(receive(log, room.sync(since)))
          return
        }
        case 'ask sync':
          if (!sync) askSync(next.most)
          return
        case 'answer sync':
          return answerSync()
        case 'ask page':
          if (!page) askPage(next.kind, next.seq)
          return
        case 'answer page':
          return answerPage()
        case 'trim':
          // The room left the screen, or its reader stands at the end.
          if (!page) log = trimmed(log, next.most)
          return
        case 'ack': {
          const row = room.rows(ME)[next.which]
          if (row?.authorId === ME) log = receiveAck(log, row)
          return
        }
      }
    },
    /** The network calms down, the heads are told, and the client catches up. */
    finish() {
      answerSync()
      answerPage()
      for (let tries = 0; needsSync(log) || log.rev < room.rev || repairFrom !== null; tries += 1) {
        if (tries > 500) throw new Error('never catches up')
        askSync(3)
        answerSync()
      }
    },
  }
}

function expectEqual(log: Log, room: ModelRoom) {
  const rows = room.rows(ME).map((row) => withOwn(row, ME))
  const between = (run: Log['tail']) =>
    rows.filter((row) => row.seq >= run.messages[0]!.seq && row.seq <= run.messages.at(-1)!.seq)
  expect(log.rev).toBe(room.rev)
  expect(log.end).toBe(room.lastSeq)
  expect(log.ahead).toEqual([])
  if (log.tail.messages.length > 0) {
    expect(log.tail.messages.at(-1)!.seq).toBe(room.lastSeq)
    expect(log.tail.messages).toEqual(between(log.tail))
    expect(log.tail.hasBefore).toBe(log.tail.messages[0]!.seq > 1)
  }
  if (log.detached) {
    expect(log.detached.messages).toEqual(between(log.detached))
    expect(log.detached.hasBefore).toBe(log.detached.messages[0]!.seq > 1)
    const tailStart = log.tail.messages[0]?.seq ?? room.lastSeq + 1
    expect(log.detached.messages.at(-1)!.seq).toBeLessThan(tailStart - 1)
  }
}

describe('K2: every client ends with the same messages in the same order', () => {
  const runs = Number(process.env.FC_RUNS ?? 400)

  it('C1 C3 C4 C5: whatever is reordered, doubled, lost or overlaps, the window ends equal to the server', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 12 }),
        fc.array(step, { maxLength: 80 }),
        (before, steps) => {
          const scene = createScene(before)
          for (const next of steps) scene.run(next)
          scene.finish()
          expectEqual(scene.log, scene.room)
        },
      ),
      { numRuns: runs },
    )
  })

  it('C1: in every moment each run is contiguous and ascending, and the rev never goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }),
        fc.array(step, { maxLength: 60 }),
        (before, steps) => {
          const scene = createScene(before)
          let rev = scene.log.rev
          for (const next of steps) {
            scene.run(next)
            const { log } = scene
            expect(log.rev).toBeGreaterThanOrEqual(rev)
            rev = log.rev
            for (const run of [log.tail.messages, log.detached?.messages ?? []])
              expect(run.map((row) => row.seq)).toEqual(run.map((_, index) => (run[0]?.seq ?? 0) + index))
          }
        },
      ),
      { numRuns: runs },
    )
  })

  it('C1: with nothing lost and nothing reordered no sync is ever needed', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 20 }), (commits) => {
        const room = createModelRoom('room')
        let log = emptyLog({ id: 'room', rev: 0, lastSeq: 0 }, ME)
        for (const changes of commits) {
          const frame = room.commit(changes)
          if (frame) log = receive(log, frame).log
          expect(needsSync(log)).toBe(false)
        }
        expectEqual(log, room)
      }),
      { numRuns: runs },
    )
  })
})
