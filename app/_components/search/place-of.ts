import { otherMembers } from '#app/_words/room-name.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import type { SearchOperator } from '#protocol/search.ts'

/** An operator with its value, in quotes where it needs them. */
export const chipOf = (operator: SearchOperator, value: string, not = false): string =>
  `${not ? '-' : ''}${operator}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`

/** How `in:` names a room: as people say it where that tells it apart, by its id elsewhere. */
export function placeOf(room: RoomSummary, users: Readonly<Record<string, User>>, meId: string): string {
  if (room.kind !== 'DIRECT') return room.name ? `#${room.name}` : room.id
  const [only, ...more] = otherMembers(room, meId)
  const username = only === undefined ? undefined : users[only]?.username
  return username !== undefined && more.length === 0 ? `@${username}` : room.id
}
