import { describe, expect, it } from 'vitest'
import type { OutboxEntry } from '#client/types.ts'
import type { Message } from '#protocol/models.ts'
import { buildRows, type MessageRow } from './rows.ts'

const noon = new Date(2026, 10, 22, 12, 0, 0).getTime()
const message = (seq: number, authorId: string, minutes: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  roomId: 'r',
  seq,
  rev: seq,
  authorId,
  body: 'text',
  createdAt: new Date(noon + minutes * 60_000).toISOString(),
  reactions: [],
  pinned: false,
  attachments: [],
  mentions: { userIds: [], groupIds: [] },
  ...more,
})
const entry = (id: string, minutes: number): OutboxEntry => ({
  id,
  roomId: 'r',
  body: 'b',
  writtenAt: noon + minutes * 60_000,
  state: 'queued',
})
const base = { outbox: [], held: [], meId: 'me', loaded: true, hasBefore: true, hasAfter: false, dividerSeq: null }
const heads = (messages: Message[]) => buildRows({ ...base, messages }).map((row) => row.kind !== 'start' && row.head)

describe('grouping', () => {
  it('puts messages of one person within five minutes under one name', () => {
    expect(heads([message(1, 'a', 0), message(2, 'a', 5), message(3, 'a', 10.1)])).toEqual([true, false, true])
  })
  it('starts anew with another person, a reply or a system message', () => {
    expect(heads([message(1, 'a', 0), message(2, 'b', 0), message(3, 'b', 0, { replyToId: 'm1' })])).toEqual([true, true, true])
    expect(heads([message(1, 'a', 0, { kind: 'system' }), message(2, 'a', 0)])).toEqual([true, true])
  })
  it('starts anew at midnight', () => {
    expect(heads([message(1, 'a', 719), message(2, 'a', 721)])).toEqual([true, true])
  })
})

describe('day lines', () => {
  const days = (hasBefore: boolean) =>
    buildRows({ ...base, hasBefore, messages: [message(1, 'a', 0), message(2, 'a', 1), message(3, 'a', 1440)] })
      .filter((row): row is MessageRow => row.kind === 'message')
      .map((row) => row.day !== null)
  it('stand before the first message of each day', () => {
    expect(days(false)).toEqual([true, false, true])
  })
  it('are left out where older messages may be of the same day', () => {
    expect(days(true)).toEqual([false, false, true])
  })
})

describe('the line "New"', () => {
  const unread = (messages: Message[], dividerSeq: number) =>
    buildRows({ ...base, messages, dividerSeq }).flatMap((row) => (row.kind === 'message' && row.unread ? [row.message.seq] : []))
  it('stands once, before the first message after the cursor', () => {
    expect(unread([message(1, 'a', 0), message(2, 'a', 0), message(3, 'a', 0)], 1)).toEqual([2])
  })
  it('never stands before one of mine', () => {
    expect(unread([message(1, 'a', 0), message(2, 'me', 0), message(3, 'a', 0)], 1)).toEqual([3])
  })
})

describe('what is not sent yet', () => {
  it('stands at the end, under the same key as the message it becomes', () => {
    const rows = buildRows({ ...base, messages: [message(1, 'me', 0)], outbox: [entry('x', 1)] })
    expect(rows.map((row) => row.key)).toEqual(['m1', 'x'])
    expect(rows[1]).toMatchObject({ kind: 'pending', head: false })
  })
  it('is left out once it came back, and where the end is not held', () => {
    expect(buildRows({ ...base, messages: [message(1, 'me', 0)], outbox: [entry('m1', 0)] })).toHaveLength(1)
    expect(buildRows({ ...base, hasAfter: true, messages: [message(1, 'me', 0)], outbox: [entry('x', 1)] })).toHaveLength(1)
  })
})

it('the beginning of a room has a row of its own, only where it is reached', () => {
  expect(buildRows({ ...base, hasBefore: false, messages: [message(1, 'a', 0)] })[0]?.kind).toBe('start')
  expect(buildRows({ ...base, messages: [message(1, 'a', 0)] })[0]?.kind).toBe('message')
})
