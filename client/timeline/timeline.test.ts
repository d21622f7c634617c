import { describe, expect, it } from 'vitest'
import type { Message, RoomChanges } from '#protocol/models.ts'
import { receive, receiveAck, receiveSync } from './frames.ts'
import { emptyLog, type Log, needsSync, withoutRows } from './log.ts'
import { receivePage } from './pages.ts'
import { patched, withOwn } from './rows.ts'

const row = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  rev: seq,
  authorId: 'ben',
  body: String(seq),
  createdAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
  pinned: false,
  attachments: [],
  mentions: { userIds: [], groupIds: [] },
  ...more,
})
const frame = (prev: number, messages: RoomChanges['messages']): RoomChanges => ({
  roomId: 'r',
  prev,
  rev: Math.max(prev, ...messages.map((one) => one.rev)),
  messages,
})
const logOf = (lastSeq: number): Log => emptyLog({ id: 'r', rev: lastSeq, lastSeq }, 'me')
const seqs = (log: Log) => log.tail.messages.map((one) => one.seq)
const patch = (seq: number, rev: number, more: object = {}) => ({ id: `m${seq}`, seq, rev, authorId: 'ben', ...more })

describe('frames', () => {
  it('C1: a frame at or below the rev changes nothing, not even the value', () => {
    const log = receive(logOf(0), frame(0, [row(1)])).log
    expect(receive(log, frame(0, [row(1, { body: 'other' })])).log).toBe(log)
  })

  it('C1: of a frame that overlaps only the rows over the rev are applied', () => {
    const log = receive(logOf(0), frame(0, [row(1), row(2)])).log
    const next = receive(log, { ...frame(1, [row(2, { body: 'older' }), row(3)]), rev: 3 }).log
    expect(next.tail.messages.map((one) => one.body)).toEqual(['1', '2', '3'])
  })

  it('C1: a frame that comes early waits for the one before it', () => {
    const early = receive(logOf(0), frame(1, [row(2)])).log
    expect([seqs(early), needsSync(early)]).toEqual([[], true])
    const { log, applied } = receive(early, frame(0, [row(1)]))
    expect([seqs(log), log.rev, needsSync(log)]).toEqual([[1, 2], 2, false])
    expect(applied.map((one) => one.rev)).toEqual([1, 2])
  })

  it('C1: a row is overwritten only by a greater row rev', () => {
    const log = receiveAck(receive(logOf(0), frame(0, [row(1)])).log, row(1, { rev: 5, body: 'edited' }))
    expect(receive(log, frame(1, [patch(1, 4, { body: 'older' })])).log.tail.messages[0]?.body).toBe('edited')
  })

  it('C1: a patch for a message that was never told here stops the clock until a sync brings it', () => {
    const held = receive(logOf(0), frame(0, [row(1)])).log
    // The sync ended early, before message 2, whose row had moved on to rev 4.
    const partial = receiveSync(held, { ...frame(1, []), rev: 3 }).log
    const log = receive(partial, frame(3, [patch(2, 4, { body: 'edited' })])).log
    expect([log.rev, needsSync(log)]).toEqual([3, true])
    const synced = receiveSync(log, frame(3, [row(2, { rev: 4, body: 'edited' })])).log
    expect([seqs(synced), synced.rev, needsSync(synced)]).toEqual([[1, 2], 4, false])
  })

  it('C3: null clears a field, and reactions are counted up and down', () => {
    const hidden = row(1, { hiddenAt: 'now', reactions: [{ emoji: '+', count: 2, userIds: ['ann', 'me'], mine: true }] })
    expect(patched(hidden, patch(1, 2, { hiddenAt: null }), 'me')).not.toHaveProperty('hiddenAt')
    const off = patched(hidden, patch(1, 2, { reacted: [{ userId: 'me', emoji: '+', on: false }] }), 'me')
    expect(off.reactions).toEqual([{ emoji: '+', count: 1, userIds: ['ann'] }])
    const gone = patched(off, patch(1, 3, { reacted: [{ userId: 'ann', emoji: '+', on: false }] }), 'me')
    expect(gone.reactions).toEqual([])
  })

  it('C3: a row that says nothing of mine keeps what was known where not everybody is named', () => {
    const held = row(1, { reactions: [{ emoji: '+', count: 30, userIds: ['ann'], mine: true }] })
    expect(
      withOwn(row(1, { rev: 2, reactions: [{ emoji: '+', count: 31, userIds: ['ann'] }] }), 'me', held).reactions[0]?.mine,
    ).toBe(true)
  })

  it('C4: an ack’s row is drawn where it joins on and never moves the rev', () => {
    const log = receiveAck(receive(logOf(0), frame(0, [row(1)])).log, row(2, { rev: 7 }))
    expect([seqs(log), log.rev]).toEqual([[1, 2], 1])
  })

  it('C4: an ack that overtook other messages waits for them', () => {
    const log = receiveAck(receive(logOf(0), frame(0, [row(1)])).log, row(3))
    expect([seqs(log), needsSync(log)]).toEqual([[1], true])
    expect(seqs(receive(log, frame(1, [row(2), row(3)])).log)).toEqual([1, 2, 3])
  })
})

describe('pages', () => {
  const page = (messages: Message[], more: object = {}) => ({ messages, hasBefore: false, hasAfter: false, rev: 2, ...more })

  it('C3: patches for a page that is loading are applied after it', () => {
    const log = logOf(2)
    const { log: moved, dropped } = receive(log, frame(2, [patch(1, 3, { body: 'edited' })]))
    expect(dropped).toHaveLength(1)
    const next = receivePage(moved, page([row(1), row(2)]), { kind: 'latest', askedAt: 2, kept: dropped })
    expect(next.tail.messages.map((one) => one.body)).toEqual(['edited', '2'])
  })

  it('C3: on a page that is older than the question no patch is put, so that the sync after it can bring the row', () => {
    const next = receivePage(logOf(4), page([row(1), row(2)], { rev: 2 }), {
      kind: 'latest',
      askedAt: 4,
      kept: [patch(1, 5, { body: 'half' })],
    })
    expect(next.tail.messages[0]).toMatchObject({ rev: 1, body: '1' })
  })

  it('C5: a page that does not join the end is the detached run, until pages meet', () => {
    const tail = receivePage(logOf(9), page([row(8), row(9)], { hasBefore: true }), { kind: 'latest', askedAt: 9, kept: [] })
    const apart = receivePage(tail, page([row(3), row(4)], { hasBefore: true, hasAfter: true }), {
      kind: 'around',
      askedAt: 9,
      kept: [],
    })
    expect([seqs(apart), apart.detached?.messages.map((one) => one.seq)]).toEqual([
      [8, 9],
      [3, 4],
    ])
    const met = receivePage(apart, page([row(5), row(6), row(7)], { hasBefore: true, hasAfter: true }), {
      kind: 'after',
      askedAt: 9,
      kept: [],
    })
    expect([seqs(met), met.detached]).toEqual([[3, 4, 5, 6, 7, 8, 9], null])
  })

  it('C5: a second detached run replaces the first', () => {
    const at = (seq: number, log: Log) =>
      receivePage(log, page([row(seq)], { hasBefore: true, hasAfter: true }), { kind: 'around', askedAt: 99, kept: [] })
    expect(at(50, at(10, logOf(99))).detached?.messages.map((one) => one.seq)).toEqual([50])
  })

  it('after a reset nothing is put until a page tells where the end is', () => {
    const reset = withoutRows(logOf(5), { rev: 20, lastSeq: null })
    const { log, dropped } = receive(reset, frame(20, [row(18, { rev: 21 })]))
    expect([seqs(log), dropped.length]).toEqual([[], 1])
    const next = receivePage(log, page([row(16), row(17)], { rev: 20 }), { kind: 'latest', askedAt: 20, kept: dropped })
    expect([seqs(next), next.end]).toEqual([[16, 17, 18], 18])
  })
})
