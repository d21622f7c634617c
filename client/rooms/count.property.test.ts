import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Change, createModelRoom } from '#client/testing/model-room.ts'
import { receive } from '#client/timeline/frames.ts'
import { emptyLog } from '#client/timeline/log.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { countFrame, countRead } from './count.ts'

const send = (mentions: string[]) =>
  fc.record({
    do: fc.constant('send' as const),
    by: fc.constantFrom('me', 'ann', 'ben'),
    body: fc.constant('x'),
    mentions: fc.constant(mentions),
  })
const seq = fc.integer({ min: 1, max: 12 })
const change: fc.Arbitrary<Change> = fc.oneof(
  send([]),
  send(['me']),
  fc.record({ do: fc.constant('delete' as const), seq }),
  fc.record({ do: fc.constant('hide' as const), seq }),
  fc.record({ do: fc.constant('edit' as const), seq, body: fc.constant('y') }),
  fc.record({ do: fc.constant('rename' as const), name: fc.constantFrom('a', 'b') }),
)
const step = fc.oneof({ weight: 4, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: seq })

describe('what frames do to a summary', () => {
  it('unread, mentions, the name and the last message are the server’s after every frame and every reading', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const model = createModelRoom('r')
        let log = emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me')
        let room: RoomSummary = {
          id: 'r',
          kind: 'PUBLIC',
          name: 'room',
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
        for (const next of steps) {
          if (typeof next === 'number') {
            if (next > room.readSeq && next <= room.lastSeq) room = countRead(room, log, next).room
          } else {
            const frame = model.commit(next)
            if (!frame) continue
            const counted = countFrame(room, frame, log)
            expect(counted.sure).toBe(true)
            room = counted.room
            log = receive(log, frame).log
          }
          const unread = model
            .rows()
            .filter((row) => row.seq > room.readSeq && row.authorId !== 'me' && !row.deletedAt && !row.hiddenAt)
          expect(room).toMatchObject({
            rev: model.rev,
            lastSeq: model.lastSeq,
            name: model.name,
            unread: unread.length,
            mentionCount: unread.filter((row) => row.mentions.userIds.includes('me')).length,
          })
        }
      }),
      { numRuns: 500 },
    )
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
