import type { Message, RoomCursor } from '#protocol/models.ts'

export type Receipt = { seenBy: string[]; seenByAll: boolean }

/**
 * What is to be said of the latest message: who of the others has seen it, its author and oneself left out, and whether
 * several are all of them. Null when there
 * is nothing to say. That nobody has seen it is said of one's own only, once it was delivered to somebody.
 */
export function receiptOf(last: Message, cursors: readonly RoomCursor[], meId: string): Receipt | null {
  const others = cursors.filter((cursor) => cursor.userId !== meId && cursor.userId !== last.authorId)
  const seenBy = others.filter((cursor) => cursor.readSeq >= last.seq).map((cursor) => cursor.userId)
  const isDelivered = others.some((cursor) => cursor.deliveredSeq >= last.seq)
  if (last.deletedAt !== undefined || (seenBy.length === 0 && (last.authorId !== meId || !isDelivered))) return null
  return { seenBy, seenByAll: seenBy.length > 1 && seenBy.length === others.length }
}
