import { Refusal } from '#protocol/errors.ts'
import { CASE_TEXT_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import type { ModTarget } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import { requireGiven } from '../files/find.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { areKnown } from '../people/known.ts'
import { requireReadable } from '../rooms/access.ts'
import { NO_ROOM } from './row.ts'

/** Something that a case is about, as it stands now. */
export type Target = {
  kind: ModTarget['kind']
  id: string
  room: string
  /** The room whose moderators see it: a thread's is its parent. */
  lawRoom: string | null
  authorId: string | null
  text: string
  snapshot: Record<string, unknown>
  state: 'there' | 'hidden' | 'deleted' | 'system'
}

const excerpt = (text: string) => [...text.replace(/\s+/g, ' ').trim()].slice(0, CASE_TEXT_MAX).join('')

/** Whether somebody may report it: what they can read, and whom they know of. Refuses `not_found`. */
export async function requireReportable(query: Query, user: User, target: ModTarget): Promise<void> {
  switch (target.kind) {
    case 'message':
    case 'room':
      await requireReadable(query, target.roomId, user)
      return
    case 'person':
      if (await areKnown(query, user, [target.userId])) return
      throw new Refusal('not_found', 'There is no such person.')
    case 'file':
      await requireGiven(query, target.fileId, user)
      return
    default: {
      const never: never = target
      throw new Error(`unknown target ${String(never)}`)
    }
  }
}

/** What stands there now, with what is hidden of it, or null. */
export async function findTarget(query: Query, target: ModTarget): Promise<Target | null> {
  switch (target.kind) {
    case 'message':
      return findMessage(query, target.roomId, target.id)
    case 'person':
      return findPerson(query, target.userId)
    case 'room':
      return findRoom(query, target.roomId)
    case 'file':
      return findFile(query, target.fileId)
    default: {
      const never: never = target
      throw new Error(`unknown target ${String(never)}`)
    }
  }
}

async function findMessage(query: Query, roomId: string, id: string): Promise<Target | null> {
  const [row] = await query<MessageRow & { law: string }>(
    `SELECT ${messageColumns('$3')}, coalesce(r.parent_room_id, r.id) AS law
     FROM message m JOIN room r ON r.id = m.room_id WHERE m.room_id = $1 AND m.id = $2`,
    [roomId, id, NO_ROOM],
  )
  if (!row) return null
  const { reactions: _r, thread: _t, rev: _v, pinned: _p, confirm: _c, ...told } = toMessage(row)
  return {
    ...{ kind: 'message', id, room: roomId, lawRoom: row.law, authorId: row.author_id, text: excerpt(row.body) },
    snapshot: { ...told, body: row.body, attachments: row.files ?? [] },
    state: row.kind === 'system' ? 'system' : row.deleted_at ? 'deleted' : row.hidden_at ? 'hidden' : 'there',
  }
}

async function findPerson(query: Query, id: string): Promise<Target | null> {
  const [row] = await query<{ username: string; display_name: string; avatar_url: string | null; status_text: string | null }>(
    'SELECT username, display_name, avatar_url, status_text FROM users WHERE id = $1',
    [id],
  )
  if (!row) return null
  const snapshot = {
    ...{ username: row.username, displayName: row.display_name, avatarUrl: row.avatar_url, statusText: row.status_text },
  }
  return {
    ...{ kind: 'person', id, room: NO_ROOM, lawRoom: null, authorId: id, snapshot, state: 'there' },
    text: excerpt(`${row.display_name} @${row.username} ${row.status_text ?? ''}`),
  }
}

async function findRoom(query: Query, id: string): Promise<Target | null> {
  const [row] = await query<{ kind: string; name: string | null; topic: string | null; law: string; by: string | null }>(
    'SELECT kind, name, topic, coalesce(parent_room_id, id) AS law, created_by AS by FROM room WHERE id = $1',
    [id],
  )
  if (!row) return null
  return {
    // Its own moderators are who it is about: people of the installation look at it.
    ...{ kind: 'room', id, room: NO_ROOM, lawRoom: null, authorId: null, state: 'there' },
    text: excerpt(`${row.name ?? ''} ${row.topic ?? ''}`),
    snapshot: { kind: row.kind, name: row.name, topic: row.topic, createdById: row.by },
  }
}

async function findFile(query: Query, id: string): Promise<Target | null> {
  const [row] = await query<{
    room_id: string
    message_id: string | null
    uploaded_by: string
    name: string
    type: string
    size: number
    law: string
    gone: boolean
  }>(
    `SELECT a.room_id, a.message_id, a.uploaded_by, a.name, a.type, a.size, coalesce(r.parent_room_id, r.id) AS law, a.removed_at IS NOT NULL AS gone
     FROM attachment a JOIN room r ON r.id = a.room_id WHERE a.id = $1 AND a.message_id IS NOT NULL`,
    [id],
  )
  if (!row) return null
  return {
    ...{ kind: 'file', id, room: NO_ROOM, lawRoom: row.law, authorId: row.uploaded_by, text: excerpt(row.name) },
    snapshot: { name: row.name, type: row.type, size: row.size, roomId: row.room_id, messageId: row.message_id },
    state: row.gone ? 'deleted' : 'there',
  }
}
