import { inWords } from '#app/_markdown/in-words.ts'
import { PARENT_TEXT_MAX } from '#protocol/limits.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { listInWords } from './lists.ts'
import { say } from './say.ts'

type Users = Readonly<Record<string, User>>
/** What a name is made of. */
type Named = Pick<RoomSummary, 'kind' | 'name' | 'members'>

/** Everybody in a direct room but oneself; oneself when alone. */
export function otherMembers(room: Named, meId: string | undefined): string[] {
  const others = (room.members ?? []).filter((id) => id !== meId)
  return others.length > 0 || meId === undefined ? others : [meId]
}

/** What a room is called, without its sign. */
export function roomName(room: Named, users: Users, meId: string | undefined): string {
  if (room.kind === 'THREAD') return 'thread'
  if (room.kind !== 'DIRECT') return room.name ?? say.common.unnamedRoom
  const ids = otherMembers(room, meId)
  if (ids.length === 0) return say.common.directMessage
  const names = ids.map((id) => users[id]?.displayName ?? '…')
  return ids.length === 1 ? (names[0] ?? '') : listInWords(names.map(firstName))
}

/** The same with `#` where it belongs: what headings, titles and labels say. */
export function roomTitle(room: Named, users: Users, meId: string | undefined): string {
  const name = roomName(room, users, meId)
  return room.kind === 'PUBLIC' || room.kind === 'PRIVATE' ? `#${name}` : name
}

/** A thread goes by the beginning of its message, and by its room: "Where shall we eat? · #lunch". */
export function threadName({ parent }: RoomSummary, where: string | undefined): string {
  const text = parent?.text ?? ''
  // What is hidden stays hidden where the text was cut within it.
  const isCut = text.length >= PARENT_TEXT_MAX && text.split('||').length % 2 === 0
  const words = inWords(isCut ? `${text}||` : text, PARENT_TEXT_MAX).trim()
  if (!words) return where === undefined ? say.common.thread : say.common.threadIn(where)
  return where === undefined ? words : `${words} · ${where}`
}

const firstName = (name: string) => name.split(' ')[0] ?? name
