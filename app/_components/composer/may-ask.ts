import { mayGovern } from '#app/_components/room/room-view.tsx'
import type { RoomSummary, User } from '#protocol/models.ts'

/** Whether somebody may ask a room's members to confirm what they write: as the server decides it [Q1]. */
export function mayAsk(room: RoomSummary, viewer: Pick<User, 'role'>): boolean {
  const isRunBy = viewer.role === 'owner' || viewer.role === 'admin'
  return room.kind !== 'THREAD' && room.memberCount > 1 && (room.kind === 'DIRECT' || mayGovern(room) || isRunBy)
}
