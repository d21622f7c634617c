import { PARENT_TEXT_MAX } from '#protocol/limits.ts'
import type { MessagePatch, RoomSummary } from '#protocol/models.ts'

/** Rows that may change what a thread is called: edits, deletions and the like of messages that have one. */
export const mayRename = (row: MessagePatch): boolean =>
  row.thread !== undefined || (row.createdAt === undefined && (row.body !== undefined || Boolean(row.hiddenAt)))

/** A thread's summary once its message has changed: it goes by the beginning of that message's words. */
export function renamed(room: RoomSummary, row: MessagePatch): RoomSummary {
  const { parent } = room
  const isGone = Boolean(row.deletedAt || row.hiddenAt)
  if (!parent || (row.body === undefined && !isGone)) return room
  // By characters, as the server cuts it.
  const text = isGone ? '' : [...(row.body ?? '')].slice(0, PARENT_TEXT_MAX).join('')
  if ((parent.text ?? '') === text) return room
  const { text: _former, ...rest } = parent
  return { ...room, parent: text === '' ? rest : { ...rest, text } }
}
