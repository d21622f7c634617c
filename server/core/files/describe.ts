import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Attachment, RoomChanges } from '#protocol/models.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { refuse } from '../messages/refusals.ts'
import { requireMember } from '../rooms/access.ts'
import { lockRoom } from '../rooms/clocks.ts'
import { noSuchFile } from './address.ts'
import { type FileRow, fileColumns, toAttachment } from './row.ts'
import { requireStanding } from './standing.ts'

type Done = { file: Attachment; frame: RoomChanges | null }

/**
 * Says in words what one's own picture shows, before it is sent or at any time after; an empty text takes them away. It is a change
 * of the message that carries it. Refuses `not_found`, `invalid` (no picture), and for one that was sent what an edit refuses [E9].
 */
export async function describeFile(
  pool: pg.Pool,
  announce: (frame: RoomChanges) => void,
  actor: Actor,
  id: string,
  alt: string,
): Promise<Attachment> {
  const OWN = `SELECT ${fileColumns} FROM attachment a WHERE a.id = $1 AND a.uploaded_by = $2 AND a.removed_at IS NULL AND a.ready_at IS NOT NULL`
  const [known] = await queryOn(pool)<FileRow>(OWN, [id, actor.user.id])
  if (!known) throw noSuchFile()
  if (known.width === null) throw new Refusal('invalid', 'Only pictures are described.')
  const { file, frame } = await transaction(pool, async (inside): Promise<Done> => {
    if (!(await lockRoom(inside, known.room_id))) throw noSuchFile()
    const [row] = await inside<FileRow>(`${OWN} FOR NO KEY UPDATE`, [id, actor.user.id])
    if (!row) throw noSuchFile()
    const words = alt === '' ? null : alt
    const described = toAttachment({ ...row, alt: words })
    if (row.message_id !== null) {
      const access = await requireMember(inside, row.room_id, actor.user)
      await requireStanding(inside, actor, access.lawId)
      if (access.archived) throw refuse('archived')
    }
    if (row.alt === words) return { file: described, frame: null }
    await inside('UPDATE attachment SET alt = $2 WHERE id = $1', [id, words])
    if (row.message_id === null) return { file: described, frame: null }
    const [patch] = await inside<{ seq: number; rev: number; author_id: string; files: Attachment[] }>(
      `WITH h AS (UPDATE room_head SET rev = rev + 1 WHERE room_id = $1 RETURNING rev)
       UPDATE message m SET rev = h.rev, files = (
         SELECT jsonb_agg(CASE WHEN f ->> 'id' = $3 THEN $4::jsonb ELSE f END ORDER BY ord)
         FROM jsonb_array_elements(m.files) WITH ORDINALITY x (f, ord))
       FROM h WHERE m.room_id = $1 AND m.id = $2 RETURNING m.seq, m.rev, m.author_id, m.files`,
      [row.room_id, row.message_id, id, JSON.stringify(described)],
    )
    if (!patch) throw new Error('a file’s message was gone under its room’s lock')
    const { seq, rev, author_id: authorId, files: attachments } = patch
    return {
      file: described,
      frame: { roomId: row.room_id, prev: rev - 1, rev, messages: [{ id: row.message_id, seq, rev, authorId, attachments }] },
    }
  })
  if (frame) announce(frame)
  return file
}
