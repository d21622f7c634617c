import { MENTIONS_MAX } from '#protocol/limits.ts'
import type { Query } from '#server/database/transaction.ts'
import { hears } from '../people/marks.ts'

const CODE = /```[\s\S]*?(```|$)|`[^`\n]*`/g
const NAME = /(?<![\p{L}\p{N}_@./-])@([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu
const EVERYBODY = new Set(['all', 'everyone', 'channel'])

export type Mentioned = { userIds: string[]; groupIds: string[]; room: 'all' | 'here' | null }

/** The names after an `@` in a body, lower-case, outside code. A full stop that ends a sentence is not part of a name. */
export function namesIn(body: string): string[] {
  const names = new Set<string>()
  for (const [, name = ''] of body.replace(CODE, ' ').matchAll(NAME)) {
    names.add(
      name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[._-]+$/, ''),
    )
    if (names.size >= MENTIONS_MAX) break
  }
  return [...names]
}

/**
 * Who a body mentions: only members of the room count (a thread's: its parent's), and groups, of which the commit counts the
 * members who are there. Who blocks or mutes the author is mentioned by nothing of theirs but with everybody [I5]. Resolved to ids once, when it is written. A direct conversation knows no groups.
 */
export async function findMentioned(query: Query, roomId: string, body: string, authorId: string): Promise<Mentioned> {
  if (!body.includes('@')) return { userIds: [], groupIds: [], room: null }
  const names = namesIn(body)
  const room = names.some((name) => EVERYBODY.has(name)) ? 'all' : names.includes('here') ? 'here' : null
  if (names.length === 0) return { userIds: [], groupIds: [], room }
  const rows = await query<{ id: string }>(
    `SELECT u.id FROM users u
     JOIN room r ON r.id = $1
     JOIN membership ms ON ms.room_id = coalesce(r.parent_room_id, r.id) AND ms.user_id = u.id AND ms.left_at IS NULL
     WHERE u.username = ANY ($2) AND ${hears('$3')} ORDER BY u.id`,
    [roomId, names, authorId],
  )
  const groups = await query<{ id: string }>(
    `SELECT g.id FROM user_group g WHERE g.deleted_at IS NULL AND g.name = ANY ($1)
       AND EXISTS (SELECT 1 FROM room r JOIN room l ON l.id = coalesce(r.parent_room_id, r.id) WHERE r.id = $2 AND l.kind <> 'DIRECT') ORDER BY g.id`,
    [names, roomId],
  )
  return { userIds: rows.map((row) => row.id), groupIds: groups.map((row) => row.id), room }
}
