import { describe, expect, it } from 'vitest'
import type { Message, RoomCursor } from '#protocol/models.ts'
import { receiptOf } from './receipt.ts'

const message = (authorId: string, more: Partial<Message> = {}): Message => ({
  id: 'm',
  roomId: 'r',
  seq: 5,
  rev: 5,
  authorId,
  body: 'words',
  createdAt: '2026-01-01T00:00:00.000Z',
  reactions: [],
  pinned: false,
  attachments: [],
  mentions: { userIds: [], groupIds: [] },
  ...more,
})
const at = (userId: string, deliveredSeq: number, readSeq: number): RoomCursor => ({ userId, deliveredSeq, readSeq })

describe('the receipt under the latest message [R23]', () => {
  it('says nothing before it arrived, then delivered, then who has seen it', () => {
    expect(receiptOf(message('me'), [at('ann', 4, 4)], 'me')).toBeNull()
    expect(receiptOf(message('me'), [at('ann', 5, 4)], 'me')).toEqual({ seenBy: [], seenByAll: false })
    expect(receiptOf(message('me'), [at('ann', 5, 5)], 'me')).toEqual({ seenBy: ['ann'], seenByAll: false })
  })
  it('leaves out its author and oneself, and tells whether all have seen it', () => {
    const cursors = [at('me', 5, 5), at('ann', 5, 5), at('ben', 9, 9), at('cat', 5, 1)]
    expect(receiptOf(message('ann'), cursors, 'me')).toEqual({ seenBy: ['ben'], seenByAll: false })
    expect(receiptOf(message('ann'), [...cursors.slice(0, 3), at('cat', 5, 5)], 'me')).toEqual({
      seenBy: ['ben', 'cat'],
      seenByAll: true,
    })
  })
  it('of others’ messages says only that they were seen, and nothing of a deleted one', () => {
    expect(receiptOf(message('ann'), [at('ben', 5, 1)], 'me')).toBeNull()
    expect(receiptOf(message('me', { deletedAt: '2026-01-01T00:00:00.000Z' }), [at('ann', 5, 5)], 'me')).toBeNull()
  })
})
