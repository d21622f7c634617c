import type { Query } from '#server/database/transaction.ts'

const WORDS_MAX = 160

/** What one notification of a room says. `title` is the room's, `author` and `words` the newest message's. */
export type Told = { title: string; author: string; words: string; direct: boolean; unread: number }

type Row = {
  name: string | null
  kind: 'PUBLIC' | 'PRIVATE' | 'DIRECT' | 'THREAD'
  parent_name: string | null
  author: string
  body: string
  files: { name: string }[] | null
}

/**
 * What a person is told of a room: its newest message up to `seq`, and how many rooms of theirs are unread. Null where there is
 * nothing to tell any more: they have read it or are not in the room, or it was deleted [OF5].
 */
export async function findTold(query: Query, userId: string, roomId: string, seq: number): Promise<Told | null> {
  const [row] = await query<Row>(
    `SELECT r.name, r.kind, pr.name AS parent_name, u.display_name AS author, m.body, m.files
     FROM membership ms JOIN room r ON r.id = ms.room_id
     LEFT JOIN room pr ON pr.id = r.parent_room_id
     JOIN message m ON m.room_id = r.id AND m.seq = $3 AND m.deleted_at IS NULL AND m.hidden_at IS NULL
     JOIN users u ON u.id = m.author_id
     WHERE ms.room_id = $2 AND ms.user_id = $1 AND ms.left_at IS NULL AND ms.read_seq < $3 AND ms.notify <> 'none'
       AND (r.parent_room_id IS NULL OR EXISTS (
         SELECT 1 FROM membership pm WHERE pm.room_id = r.parent_room_id AND pm.user_id = $1 AND pm.left_at IS NULL))`,
    [userId, roomId, seq],
  )
  if (!row) return null
  const [count] = await query<{ n: number }>(
    `SELECT count(*)::int AS n FROM membership ms JOIN room_head h ON h.room_id = ms.room_id
     WHERE ms.user_id = $1 AND ms.left_at IS NULL AND NOT ms.muted AND ms.notify <> 'none' AND h.last_seq > ms.read_seq`,
    [userId],
  )
  const words = inWords(row.body) || (row.files ?? []).map((file) => file.name).join(', ')
  const room = row.kind === 'THREAD' ? row.parent_name : row.name
  return {
    title: row.kind === 'DIRECT' ? (row.name ?? row.author) : room ? `#${room}` : row.author,
    author: row.author,
    words: words.slice(0, WORDS_MAX),
    direct: row.kind === 'DIRECT',
    unread: count?.n ?? 0,
  }
}

/** Of some rooms, those that a person has read to the end: what a device shows of them is over. */
export async function listRead(query: Query, userId: string): Promise<string[]> {
  const rows = await query<{ room_id: string }>(
    `SELECT ms.room_id FROM membership ms JOIN room_head h ON h.room_id = ms.room_id
     WHERE ms.user_id = $1 AND ms.read_seq >= h.last_seq AND h.last_at > now() - interval '2 days' LIMIT 30`,
    [userId],
  )
  return rows.map((row) => row.room_id)
}

/** One line without marks; what is hidden in it stays hidden. */
export const inWords = (body: string): string =>
  body
    .replace(/^\/me /, '')
    .replace(/\|\|[^\n|](?:[^\n|]|\|(?!\|)){0,2000}\|\|/g, '▒▒▒')
    .replace(/\s+/g, ' ')
    .slice(0, WORDS_MAX * 2)
    .replace(/(\*\*|~~|`)(?! )(.+?)(?<! )\1/g, '$2')
    .trim()
