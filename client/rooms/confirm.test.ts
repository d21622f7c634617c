import { describe, expect, it } from 'vitest'
import { createModelRoom } from '#client/testing/model-room.ts'
import { receive } from '#client/timeline/frames.ts'
import { emptyLog } from '#client/timeline/log.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { waitsFor } from './confirm.ts'
import { countFrame, countOnTop } from './count.ts'

const summary: RoomSummary = {
  id: 'r',
  kind: 'PRIVATE',
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
const ask = { do: 'send', by: 'ann', body: 'read this', confirm: true } as const

describe('what waits for my confirmation [Q1]', () => {
  const message = (more: Partial<Message> = {}): Message => {
    const model = createModelRoom('r')
    model.commit([ask])
    return { ...model.rows('me')[0]!, ...more }
  }

  it('is what asks, is another’s, was written while I was there, and stands', () => {
    expect(waitsFor(message(), summary, 'me')).toBe(true)
    expect(waitsFor(message(), summary, 'ann')).toBe(false)
    expect(waitsFor(message({ confirm: { count: 1, asked: 2, mine: true } }), summary, 'me')).toBe(false)
    expect(waitsFor(message({ deletedAt: '2026-01-01T00:00:00.000Z' }), summary, 'me')).toBe(false)
    expect(waitsFor(message(), { ...summary, joinedSeq: 1 }, 'me')).toBe(false)
    const { role: _role, ...looking } = summary
    expect(waitsFor(message(), looking, 'me')).toBe(false)
  })

  it('is counted from frames: by one more for each that asks, by one less once I confirmed it anywhere [Q2]', () => {
    const model = createModelRoom('r')
    let [log, room] = [emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me'), summary]
    const counts = [[ask], [ask], [{ do: 'confirm', seq: 1, by: 'ben' }], [{ do: 'confirm', seq: 1, by: 'me' }]] as const
    const told = counts.map((changes) => {
      const frame = model.commit(changes)!
      const counted = countFrame(room, frame, log)
      expect(counted.sure).toBe(true)
      ;[room, log] = [counted.room, receive(log, frame).log]
      return room.toConfirm
    })
    expect(told).toEqual([1, 2, 2, 1])
    expect(log.tail.messages[0]?.confirm).toEqual({ count: 2, asked: 2, mine: true })
  })

  it('asks the server which reminder is left, where the latest may have been about what I confirmed', () => {
    const model = createModelRoom('r')
    model.commit([ask, ask, { do: 'remind', seq: 1 }])
    const frame = model.commit([{ do: 'confirm', seq: 1, by: 'me' }])!
    const log = emptyLog({ id: 'r', rev: 3, lastSeq: 2 }, 'me')
    const room = { ...summary, rev: 3, lastSeq: 2, toConfirm: 2, remindedAt: '2026-01-01T00:00:00.000Z' }
    expect(countFrame(room, frame, log).sure).toBe(false)
    expect(countFrame({ ...room, toConfirm: 1 }, frame, log)).toMatchObject({ sure: true })
    expect(countFrame({ ...room, toConfirm: 1 }, frame, log).room).not.toHaveProperty('remindedAt')
  })

  it('is counted on top of a summary that was read before it came', () => {
    const model = createModelRoom('r')
    const log = receive(emptyLog({ id: 'r', rev: 0, lastSeq: 0 }, 'me'), model.commit([ask])!).log
    expect(countOnTop(summary, log, { ...summary, rev: 1, lastSeq: 1 })).toMatchObject({ toConfirm: 1, lastSeq: 1, unread: 1 })
  })
})
