import type { Attachment, Confirmation, Message, Preview, Reaction, ShownAs } from '#protocol/models.ts'

/** Everything a whole message is made of, in one statement and so in one snapshot. `$viewer` is replaced by a parameter. */
export const messageColumns = (viewer: string) => `
  m.id, m.room_id, m.seq, m.rev, m.author_id, m.body, m.created_at, m.edited_at, m.deleted_at, m.hidden_at, m.reply_to,
  m.pinned_at, m.pinned_by, m.preview, m.mention_user_ids, m.mention_group_ids, m.mention_room, m.kind,
  m.confirm_asked, m.confirm_count, m.reminded_at, m.files, m.shown_as,
  m.confirm_asked IS NOT NULL AND EXISTS (
    SELECT 1 FROM confirmation c WHERE c.room_id = m.room_id AND c.message_id = m.id AND c.user_id = ${viewer}::uuid) AS confirmed,
  (SELECT json_agg(json_build_object('emoji', g.emoji, 'count', g.n, 'userIds', g.ids, 'mine', g.mine) ORDER BY g.first)
   FROM (SELECT x.emoji, count(*)::int AS n, (array_agg(x.user_id ORDER BY x.created_at, x.user_id))[1:20] AS ids,
           bool_or(x.user_id = ${viewer}::uuid) AS mine, min(x.created_at) AS first
         FROM reaction x WHERE x.room_id = m.room_id AND x.message_id = m.id GROUP BY x.emoji) g) AS reactions,
  (SELECT json_build_object('roomId', t.id, 'count', h.last_seq - h.deleted, 'lastAt', h.last_at)
   FROM room t JOIN room_head h ON h.room_id = t.id
   WHERE t.parent_room_id = m.room_id AND t.parent_message_id = m.id AND h.last_seq > h.deleted) AS thread`

export type MessageRow = {
  id: string
  room_id: string
  seq: number
  rev: number
  author_id: string
  body: string
  created_at: Date
  edited_at: Date | null
  deleted_at: Date | null
  hidden_at: Date | null
  reply_to: string | null
  pinned_at: Date | null
  pinned_by: string | null
  preview: Preview | null
  mention_user_ids: string[]
  mention_group_ids: string[] | null
  mention_room: 'all' | 'here' | null
  kind: 'system' | null
  confirm_asked: number | null
  confirm_count: number | null
  reminded_at: Date | null
  files: Attachment[] | null
  shown_as: ShownAs | null
  confirmed: boolean
  reactions: (Omit<Reaction, 'mine'> & { mine: boolean | null })[] | null
  thread: { roomId: string; count: number; lastAt: string } | null
}

/** A stored row as the protocol tells it. A hidden message keeps its place and loses its words. */
export function toMessage(row: MessageRow): Message {
  const gone = row.deleted_at !== null || row.hidden_at !== null
  return {
    id: row.id,
    roomId: row.room_id,
    seq: row.seq,
    rev: row.rev,
    authorId: row.author_id,
    body: gone ? '' : row.body,
    createdAt: row.created_at.toISOString(),
    ...(row.edited_at ? { editedAt: row.edited_at.toISOString() } : {}),
    ...(row.deleted_at ? { deletedAt: row.deleted_at.toISOString() } : {}),
    ...(row.hidden_at ? { hiddenAt: row.hidden_at.toISOString() } : {}),
    ...(row.reply_to ? { replyToId: row.reply_to } : {}),
    ...(row.thread ? { thread: { ...row.thread, lastAt: new Date(row.thread.lastAt).toISOString() } } : {}),
    reactions: (row.reactions ?? []).map(({ mine, ...reaction }) => (mine ? { ...reaction, mine } : reaction)),
    pinned: row.pinned_at !== null,
    ...(row.pinned_at && row.pinned_by ? { pin: { by: row.pinned_by, at: row.pinned_at.toISOString() } } : {}),
    ...(row.preview && !gone ? { preview: row.preview } : {}),
    attachments: gone ? [] : (row.files ?? []),
    mentions: {
      userIds: row.mention_user_ids,
      groupIds: row.mention_group_ids ?? [],
      ...(row.mention_room ? { room: row.mention_room } : {}),
    },
    ...(row.confirm_asked === null ? {} : { confirm: toConfirmation(row, row.confirm_asked) }),
    ...(row.kind ? { kind: row.kind } : {}),
    ...(row.shown_as ? { shownAs: row.shown_as } : {}),
  }
}

const toConfirmation = (row: MessageRow, asked: number): Confirmation => ({
  count: row.confirm_count ?? 0,
  asked,
  ...(row.reminded_at ? { remindedAt: row.reminded_at.toISOString() } : {}),
  ...(row.confirmed ? { mine: true } : {}),
})
