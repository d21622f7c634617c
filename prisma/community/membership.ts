import type { RoomRole } from '#protocol/models.ts'
import type { Log, Row } from './log.ts'
import type { Random } from './random.ts'

/** Most people have read everything, some are behind, nobody is behind what they wrote themselves. */
export function writeMembership(
  random: Random,
  roomId: string,
  userId: string,
  role: RoomRole,
  { head }: Log,
  lastOwn: number,
  at: number,
): Row {
  const behind = random.chance(0.35) ? random.between(1, 14) : 0
  const read = Math.min(head.last_seq, Math.max(head.last_seq - behind, lastOwn, 0))
  return {
    room_id: roomId,
    user_id: userId,
    role,
    notify: 'all',
    read_seq: read,
    shown_read_seq: read,
    delivered_seq: read,
    draft: null,
    joined_seq: 0,
    joined_at: new Date(at).toISOString(),
    left_at: null,
    left_reason: null,
    me_rev: 0,
  }
}
