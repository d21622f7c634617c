import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, createModelRoom } from '#client/testing/model-room.ts'
import { receive, receiveSync } from '#client/timeline/frames.ts'
import { emptyLog } from '#client/timeline/log.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { countFrame, countRead } from './count.ts'

const send = (mentions: string[]) =>
  fc.record({
    do: fc.constant('send' as const),
    by: fc.constantFrom('me', 'ann', 'ben'),
    body: fc.constant('x'),
    mentions: fc.constant(mentions),
    confirm: fc.boolean(),
  })
const seq = fc.integer({ min: 1, max: 12 })
const change: fc.Arbitrary<Change> = fc.oneof(
  send([]),
  send(['me']),
  fc.record({ do: fc.constant('delete' as const), seq }),
  fc.record({ do: fc.constant('hide' as const), seq }),
  fc.record({ do: fc.constant('confirm' as const), seq, by: fc.constantFrom('me', 'ann', 'ben') }),
  fc.record({ do: fc.constant('remind' as const), seq }),
  fc.record({ do: fc.constant('edit' as const), seq, body: fc.constant('y'), mentions: fc.constantFrom<string[]>([], ['me']) }),
  fc.record({ do: fc.constant('rename' as const), name: fc.constantFrom('a', 'b') }),
)
const several = fc.array(change, { minLength: 1, maxLength: 3 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('tell' as const), changes: several }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), changes: several }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), seq }) },
)

describe('what frames do to a summary', () => {
  it('unread, mentions, the name and the last message are the server’s after every frame, sync and reading, or in doubt', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const model = createModelRoom('r')
        let log = emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me')
        let room: RoomSummary = { ...summary, name: 'room' }
        const told = () => {
          const unread = model
            .rows()
            .filter((row) => row.seq > room.readSeq && row.authorId !== 'me' && !row.deletedAt && !row.hiddenAt)
          const waiting = model.waitsFor('me')
          const reminders = waiting.flatMap((row) => row.confirm?.remindedAt ?? []).sort()
          return {
            unread: unread.length,
            mentionCount: unread.filter((row) => model.isMention(row.seq, 'me')).length,
            toConfirm: waiting.length || undefined,
            remindedAt: reminders.at(-1),
          }
        }
        const asked = (room: RoomSummary) => {
          const { toConfirm, remindedAt, ...counts } = told()
          const { toConfirm: _count, remindedAt: _at, ...rest } = room
          return { ...rest, ...counts, ...(toConfirm ? { toConfirm } : {}), ...(remindedAt ? { remindedAt } : {}) }
        }
        for (const next of steps) {
          if (next.do === 'read') {
            if (next.seq <= room.readSeq || next.seq > room.lastSeq) continue
            const counted = countRead(room, log, next.seq)
            room = counted.room
            if (!counted.sure) room = asked(room)
          } else {
            const prev = room.rev
            const frame = model.commit(next.changes)
            if (!frame || next.do === 'lose') continue
            // What was lost before it is asked for.
            const isForAll = next.changes.length > 1 && !model.isToldApart('me', prev)
            const heard = frame.prev === prev ? frame : model.sync(prev, undefined, isForAll ? undefined : 'me')
            const counted = countFrame(room, heard, log)
            room = counted.room
            log = heard === frame ? receive(log, frame).log : receiveSync(log, heard).log
            if (!counted.sure) room = asked(room)
            expect(room).toMatchObject({ rev: model.rev, lastSeq: model.lastSeq, name: model.name })
          }
          const { unread, mentionCount, toConfirm, remindedAt } = room
          if (room.rev === model.rev) expect({ unread, mentionCount, toConfirm, remindedAt }).toEqual(told())
        }
      }),
      { numRuns: 500 },
    )
  })

  it('with nothing lost and no edits of mentions nothing is in doubt', () => {
    const model = createModelRoom('r')
    let log = emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me')
    let room = summary
    const changes: Change[] = [
      { do: 'send', by: 'ann', body: '@me', mentions: ['me'] },
      { do: 'edit', seq: 1, body: 'me again' },
      { do: 'send', by: 'ann', body: '2' },
      { do: 'delete', seq: 2 },
      { do: 'send', by: 'ann', body: 'read this', confirm: true },
      { do: 'send', by: 'ann', body: 'and this', confirm: true },
      { do: 'remind', seq: 3 },
      { do: 'confirm', seq: 3, by: 'ben' },
    ]
    for (const change of changes) {
      const frame = model.commit([change])!
      const counted = countFrame(room, frame, log)
      expect(counted.sure).toBe(true)
      room = counted.room
      log = receive(log, frame).log
    }
    expect(room).toMatchObject({ unread: 3, mentionCount: 1, toConfirm: 2, remindedAt: expect.any(String) })
  })

  it('of a sync’s rows, which come by rev, every new message is counted', () => {
    const model = createModelRoom('r')
    model.commit([{ do: 'send', by: 'ann', body: '1' }])
    model.commit([{ do: 'send', by: 'ann', body: '2' }])
    model.commit([{ do: 'edit', seq: 1, body: 'edited' }])
    const log = emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me')
    expect(countFrame(summary, model.sync(0), log).room).toMatchObject({ unread: 2, lastSeq: 2 })
  })

  it('a deletion of an edited message is in doubt while mentions are unread: the edit may have added its mention', () => {
    const model = createModelRoom('r')
    model.commit([{ do: 'send', by: 'ann', body: '@me', mentions: ['me'] }])
    model.commit([{ do: 'send', by: 'ann', body: '2' }])
    model.commit([{ do: 'edit', seq: 2, body: '@me', mentions: ['me'] }])
    const log = receiveSync(emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me'), model.sync(0)).log
    const room = { ...summary, rev: 3, lastSeq: 2, unread: 2, mentionCount: 1 }
    expect(countFrame(room, model.commit([{ do: 'delete', seq: 2 }])!, log).sure).toBe(false)
  })

  it('a deletion that can’t be placed is in doubt: the server has to be asked', () => {
    const model = createModelRoom('r')
    model.commit([{ do: 'send', by: 'ann', body: '1' }])
    model.commit([{ do: 'delete', seq: 1 }])
    const log = emptyLog({ id: 'r', rev: 1, lastSeq: 1 }, 'me')
    const room = { ...summary, rev: 1, lastSeq: 1, unread: 1 }
    expect(countFrame(room, model.sync(1), log).sure).toBe(false)
  })
})

const summary: RoomSummary = {
  id: 'r',
  kind: 'PUBLIC',
  rev: 0,
  lastSeq: 0,
  readSeq: 0,
  unread: 0,
  mentionCount: 0,
  notify: 'all',
  role: 'member',
  memberCount: 3,
  archived: false,
  slowModeSeconds: 0,
}
