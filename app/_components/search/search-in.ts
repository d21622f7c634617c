import { go, searchPath } from '#app/_hooks/place.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { chipOf, placeOf } from './place-of.ts'

/** Goes to the search with its field begun: what follows is looked for in this room. */
export const searchIn = (room: RoomSummary, users: Readonly<Record<string, User>>, meId: string) =>
  go(searchPath(`${chipOf('in', placeOf(room, users, meId))} `))
