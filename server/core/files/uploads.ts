import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Attachment } from '#protocol/models.ts'
import { queryOn, transaction } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Storage } from '#server/files/storage.ts'
import type { Actor } from '../actor.ts'
import { refuse } from '../messages/refusals.ts'
import { requireMember } from '../rooms/access.ts'
import { noSuchFile, signAddress } from './address.ts'
import { type Looked, look, requirePicture } from './look.ts'
import { cleanName } from './name.ts'
import { requireSpace } from './quota.ts'
import { type FileRow, fileColumns, folderOf, type Part, toAttachment } from './row.ts'
import { SNIFFED_BYTES } from './sniff.ts'
import { requireStanding } from './standing.ts'
import { readParts, store } from './storing.ts'

export type Upload = { received: number; address: string; file?: Attachment }
type Settings = Pick<Env, 'NEXTAUTH_SECRET' | 'UPLOAD_MAX_MB' | 'UPLOAD_QUOTA_MB' | 'UPLOAD_TOTAL_MB'>
type Deps = { pool: pg.Pool; storage: Storage; env: Settings; onFailed: (error: unknown) => void }

/**
 * Files on their way up. A file is a row and its parts: each part is put into the storage and then joined on in the row, where the
 * row still ends where the part begins [E4]. So it goes on on any node, after any end.
 */
export function createUploads({ pool, storage, env, onFailed }: Deps) {
  const query = queryOn(pool)
  const finishing = new Map<string, Promise<Attachment>>()

  async function requireOwn(id: string, userId: string): Promise<FileRow> {
    const [row] = await query<FileRow>(
      `SELECT ${fileColumns} FROM attachment a WHERE a.id = $1 AND a.uploaded_by = $2 AND a.removed_at IS NULL`,
      [id, userId],
    )
    if (!row) throw noSuchFile()
    return row
  }

  const toUpload = (row: FileRow, { sessionId }: Actor): Upload => ({
    received: row.received,
    address: signAddress(env.NEXTAUTH_SECRET, { id: row.id, purpose: 'put', session: sessionId ?? '' }),
    ...(row.ready_at ? { file: toAttachment(row) } : {}),
  })

  async function remove(id: string): Promise<void> {
    await query('UPDATE attachment SET removed_at = clock_timestamp() WHERE id = $1 AND message_id IS NULL', [id])
    await storage.remove(folderOf(id))
    await query('DELETE FROM attachment WHERE id = $1 AND message_id IS NULL', [id])
  }

  async function finishRow(row: FileRow): Promise<Attachment> {
    const head = await buffer(readParts(storage, row.parts, 0, Math.min(row.size, SNIFFED_BYTES)))
    let looked: Looked
    try {
      looked = look(row.name, head)
      if (looked.picture) requirePicture(row.name, row.size)
      const made = looked.picture && (await looked.picture(await buffer(readParts(storage, row.parts, 0, row.size))))
      if (!made) {
        await query('UPDATE attachment SET type = $2, ready_at = clock_timestamp() WHERE id = $1 AND ready_at IS NULL', [
          row.id,
          looked.type,
        ])
      } else {
        const folder = `${folderOf(row.id)}made/`
        const parts: Part[] = [{ key: `${folder}${randomUUID()}`, size: made.bytes.length }]
        const thumb = `${folder}${randomUUID()}`
        await store(storage, parts[0]!.key, made.bytes, onFailed)
        await store(storage, thumb, made.thumb, onFailed)
        await query(
          `UPDATE attachment SET type = $2, name = $3, size = $4, received = $4, parts = $5, thumb = $6, blur = $7, width = $8,
             height = $9, ready_at = clock_timestamp() WHERE id = $1 AND ready_at IS NULL`,
          [row.id, looked.type, looked.name, made.bytes.length, JSON.stringify(parts), thumb, made.blur, made.width, made.height],
        )
        await storage.remove(`${folderOf(row.id)}parts/`)
      }
    } catch (error) {
      // What can't be taken frees its place at once: asking again changes nothing about it.
      if (error instanceof Refusal && error.code !== 'unavailable') await remove(row.id)
      throw error
    }
    return toAttachment(await requireOwn(row.id, row.uploaded_by))
  }

  return {
    /**
     * Announces a file of `size` bytes for a room, under an id of the client's making; asked again it answers how much is there.
     * Refuses `not_found`, `forbidden` (not a member, archived), `muted`, `invalid` (empty), `too_large`, and `conflict`: the id is
     * taken, or one's quota is used up. Where the server has no room it is `unavailable`: the client waits [E5].
     */
    async begin(actor: Actor, wanted: { id: string; roomId: string; name: string; size: number }): Promise<Upload> {
      const name = cleanName(wanted.name)
      const maxMb = env.UPLOAD_MAX_MB
      if (wanted.size === 0)
        throw new Refusal('invalid', `“${name}” is empty: there is nothing to send.`, { fields: { size: 'is 0' } })
      if (wanted.size > maxMb * 1_000_000)
        throw new Refusal(
          'too_large',
          `“${name}” is larger than the ${maxMb} MB a file may have here. Make it smaller, or share a link to it.`,
        )
      return transaction(pool, async (inside) => {
        const access = await requireMember(inside, wanted.roomId, actor.user)
        await requireStanding(inside, actor, access.lawId)
        if (access.archived) throw refuse('archived')
        const [there] = await inside<FileRow>(`SELECT ${fileColumns} FROM attachment a WHERE a.id = $1`, [wanted.id])
        if (there) {
          const isSame = there.uploaded_by === actor.user.id && there.room_id === wanted.roomId && !there.removed_at
          if (!isSame) throw new Refusal('conflict', 'This file id is taken. Send it under a new one.')
          return toUpload(there, actor)
        }
        await requireSpace(inside, actor.user.id, wanted.size, env)
        const [row] = await inside<FileRow>(
          `INSERT INTO attachment AS a (id, room_id, uploaded_by, name, type, size)
           VALUES ($1, $2, $3, $4, 'application/octet-stream', $5) ON CONFLICT (id) DO NOTHING RETURNING ${fileColumns}`,
          [wanted.id, wanted.roomId, actor.user.id, name, wanted.size],
        )
        if (!row) throw new Refusal('unavailable', 'This file was begun elsewhere just now.', { retryAfterMs: 500 })
        return toUpload(row, actor)
      })
    },

    /** How much of one's own file is there, and a fresh address for the rest. */
    resume: async (actor: Actor, id: string): Promise<Upload> => toUpload(await requireOwn(id, actor.user.id), actor),

    /**
     * Joins a part on at `from`, and answers how much is there. Refuses `conflict` with `received` in its fields where the file does
     * not end there, `too_large` beyond its size, `not_found`, and what ended since: the session, the membership.
     */
    async receive(id: string, sessionId: string, from: number, bytes: Buffer): Promise<number> {
      const [row] = await query<FileRow & { session_user: string }>(
        `SELECT ${fileColumns} FROM attachment a JOIN session s ON s.id = $2 AND s.user_id = a.uploaded_by
         WHERE a.id = $1 AND a.removed_at IS NULL`,
        [id, sessionId],
      )
      if (!row) throw noSuchFile()
      const elsewhere = (received: number) =>
        new Refusal('conflict', 'The file ends elsewhere.', { fields: { received: String(received) } })
      if (row.ready_at || row.received !== from) throw elsewhere(row.received)
      if (from + bytes.length > row.size) throw new Refusal('too_large', 'The file has more bytes than it was said to have.')
      const [law] = await query<{ id: string }>('SELECT coalesce(parent_room_id, id) AS id FROM room WHERE id = $1', [
        row.room_id,
      ])
      await requireStanding(query, { user: { id: row.uploaded_by }, sessionId }, law?.id ?? row.room_id)
      const part: Part = { key: `${folderOf(id)}parts/${from}-${randomUUID()}`, size: bytes.length }
      await store(storage, part.key, bytes, onFailed)
      const [joined] = await query<{ received: number }>(
        `UPDATE attachment SET received = received + $3, parts = parts || $4::jsonb, touched_at = clock_timestamp()
         WHERE id = $1 AND received = $2 AND ready_at IS NULL AND removed_at IS NULL RETURNING received`,
        [id, from, bytes.length, JSON.stringify([part])],
      )
      if (joined) return joined.received
      // Another part was quicker, or it was cancelled meanwhile: this one belongs to nothing.
      await storage.remove(part.key)
      throw elsewhere((await requireOwn(id, row.uploaded_by)).received)
    },

    /**
     * The file is whole: it is looked at, and made anew where it is a picture [E2, E3]. Asked again it answers the same. Refuses
     * `conflict` where bytes are missing, and `invalid` or `too_large` with a sentence for the person where it can't be taken.
     */
    async finish(actor: Actor, id: string): Promise<Attachment> {
      const row = await requireOwn(id, actor.user.id)
      if (row.ready_at) return toAttachment(row)
      if (row.received < row.size)
        throw new Refusal('conflict', 'The file is not whole.', { fields: { received: String(row.received) } })
      const under = finishing.get(id) ?? finishRow(row).finally(() => finishing.delete(id))
      finishing.set(id, under)
      return under
    },

    /** Cancels one's own file before a message carries it. One that is not there was cancelled already; a message's is `conflict`. */
    async drop(actor: Actor, id: string): Promise<void> {
      const row = await requireOwn(id, actor.user.id).catch(() => null)
      if (row?.message_id) throw new Refusal('conflict', 'A message carries this file: delete the message.')
      if (row?.held_for) throw new Refusal('conflict', 'A scheduled message carries this file: cancel that message.')
      if (row) await remove(id)
    },
  }
}

export type Uploads = ReturnType<typeof createUploads>
