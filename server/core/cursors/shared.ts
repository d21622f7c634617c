import { CURSORS_MAX_MEMBERS } from '#protocol/limits.ts'
import type { RoomCursor, RoomKind } from '#protocol/models.ts'

/** A cursor that moved. `cursor` is what others may see of it, `readSeq` where its owner stands, `lastSeq` where the room ends. */
export type Moved = { roomId: string; cursor: RoomCursor; readSeq: number; lastSeq: number; meRev: number; isShared: boolean }

/** Whether members of a room are told of each other's cursors: in direct rooms and small ones. */
export const isShared = (kind: RoomKind, memberCount: number): boolean =>
  kind === 'DIRECT' || (kind !== 'THREAD' && memberCount <= CURSORS_MAX_MEMBERS)
