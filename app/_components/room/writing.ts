import type { RoomSummary, User } from '#protocol/models.ts'

/**
 * Why somebody may not write in a room, or null where they may: as the server decides it [R2]. For a thread `law` is the room
 * it belongs to.
 */
export function whyNotWrite(
  room: RoomSummary,
  law: RoomSummary,
  viewer: Pick<User, 'role'>,
): 'archived' | 'outside' | 'announcements' | null {
  if (law.archived) return 'archived'
  if (law.role === undefined) return 'outside'
  const posting = law.posting ?? 'everybody'
  const announces = law.role !== 'member' || viewer.role === 'owner' || viewer.role === 'admin'
  if (posting === 'everybody' || announces || (posting === 'threads' && room.kind === 'THREAD')) return null
  return 'announcements'
}
