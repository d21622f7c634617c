/** Whether `$1`, who is a guest if `$2`, may read a room: its members, and everybody but guests in a public one; a thread as its parent [D2, V1]. */
export const READABLE = (room: string) => `EXISTS (
  SELECT 1 FROM room rr JOIN room law ON law.id = coalesce(rr.parent_room_id, rr.id)
  WHERE rr.id = ${room} AND (law.kind = 'PUBLIC' AND NOT $2::boolean OR EXISTS (
    SELECT 1 FROM membership lm WHERE lm.room_id = law.id AND lm.user_id = $1 AND lm.left_at IS NULL)))`
