import { PARENT_TEXT_MAX } from '#protocol/limits.ts'
import type { NotifyLevel, RoomKind, RoomPatch, RoomPosting, RoomRole, RoomSummary } from '#protocol/models.ts'

/** What everybody in a room sees of it (`r` room, `h` its head). */
export const roomColumns = `
  r.id, r.kind, r.name, r.topic, r.slow_mode_seconds, r.posting, r.archived_at, r.parent_room_id,
  r.parent_message_id, r.member_count, r.previews, r.rev AS room_rev, h.rev AS head_rev, h.last_seq, h.last_at,
  CASE WHEN r.kind = 'DIRECT' THEN
    (SELECT array_agg(d.user_id ORDER BY d.user_id) FROM membership d WHERE d.room_id = r.id AND d.left_at IS NULL) END AS members,
  (SELECT count(*)::int FROM message p WHERE p.room_id = r.id AND p.pinned_at IS NOT NULL) AS pins,
  CASE WHEN r.kind = 'THREAD' THEN
    (SELECT json_build_object('authorId', p.author_id, 'text', CASE WHEN p.hidden_at IS NULL THEN left(p.body, ${PARENT_TEXT_MAX}) ELSE '' END)
     FROM message p WHERE p.room_id = r.parent_room_id AND p.id = r.parent_message_id) END AS subject`

export type RoomRow = {
  id: string
  kind: RoomKind
  name: string | null
  topic: string | null
  slow_mode_seconds: number
  posting: RoomPosting
  archived_at: Date | null
  parent_room_id: string | null
  parent_message_id: string | null
  member_count: number
  room_rev: number
  head_rev: number
  last_seq: number
  last_at: Date | null
  members: string[] | null
  pins: number
  previews: boolean
  subject: { authorId: string; text: string } | null
}

const COUNT_TO = 100

/** Messages of a room (`r`) that wait for a member's (`ms`) confirmation: they ask, the member was there, and has not yet [Q1]. */
export const WAITING = `
  FROM message m WHERE m.room_id = r.id AND m.confirm_asked IS NOT NULL AND m.seq > ms.joined_seq AND m.author_id <> ms.user_id
    AND m.hidden_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM confirmation c WHERE c.room_id = m.room_id AND c.message_id = m.id AND c.user_id = ms.user_id)`

/**
 * What one person has of it (`ms` the person's membership). Counted to 100, shown as 99+. Of rooms where nothing waits no JSON
 * is made: for hundreds of rooms that took more than all the rest.
 */
export const personalColumns = `
  ms.role, ms.notify, ms.notify_own, ms.muted, ms.favourite, ms.section_id, ms.position, ms.read_seq, ms.draft, ms.draft_at, ms.me_rev, ms.joined_seq,
  (SELECT json_build_object('count', count(*), 'remindedAt', max(x.reminded_at))
   FROM (SELECT m.reminded_at ${WAITING} LIMIT ${COUNT_TO}) x HAVING count(*) > 0) AS waiting,
  CASE WHEN h.last_seq > ms.read_seq THEN
    (SELECT count(*)::int FROM (
      SELECT 1 FROM message m WHERE m.room_id = r.id AND m.seq > ms.read_seq AND m.author_id <> ms.user_id
        AND m.deleted_at IS NULL AND m.hidden_at IS NULL AND m.kind IS NULL LIMIT ${COUNT_TO}) x) ELSE 0 END AS unread,
  CASE WHEN h.last_seq > ms.read_seq THEN
    (SELECT count(*)::int FROM (
      SELECT DISTINCT n.seq FROM mention n JOIN message m ON m.room_id = n.room_id AND m.seq = n.seq
      WHERE n.room_id = r.id AND n.user_id IN (ms.user_id, '00000000-0000-0000-0000-000000000000') AND n.seq > ms.read_seq
        AND m.author_id <> ms.user_id AND m.deleted_at IS NULL AND m.hidden_at IS NULL LIMIT ${COUNT_TO}) x) ELSE 0 END AS mention_count,
  CASE WHEN h.last_seq > ms.read_seq THEN
    (SELECT count(*)::int FROM (
      SELECT 1 FROM keyword_hit k JOIN message m ON m.room_id = k.room_id AND m.seq = k.seq
      WHERE k.user_id = ms.user_id AND k.room_id = r.id AND k.seq > ms.read_seq
        AND m.deleted_at IS NULL AND m.hidden_at IS NULL LIMIT ${COUNT_TO}) x) ELSE 0 END AS keyword_count`

export type PersonalRow = {
  role: RoomRole | null
  notify: NotifyLevel | null
  notify_own: boolean | null
  muted: boolean | null
  favourite: boolean | null
  section_id: string | null
  position: string | null
  read_seq: number | null
  draft: string | null
  draft_at: Date | null
  me_rev: number | null
  joined_seq: number | null
  waiting: { count: number; remindedAt: string | null } | null
  unread: number
  mention_count: number
  keyword_count: number
}

const shared = (row: RoomRow) => ({
  ...(row.name === null ? {} : { name: row.name }),
  ...(row.topic === null ? {} : { topic: row.topic }),
  memberCount: row.member_count,
  ...(row.members ? { members: row.members } : {}),
  archived: row.archived_at !== null,
  slowModeSeconds: row.slow_mode_seconds,
  posting: row.posting,
  factsRev: row.room_rev,
})

const subjectOf = ({ subject }: Pick<RoomRow, 'subject'>) =>
  subject ? { authorId: subject.authorId, ...(subject.text ? { text: subject.text } : {}) } : {}

/** The shared facts as a change tells them. What is not there is told as such: an empty topic, no pins, previews. */
export const toRoomPatch = (row: RoomRow): RoomPatch => ({
  ...shared(row),
  topic: row.topic ?? '',
  pins: row.pins,
  previews: row.previews,
})

/** A room as one person sees it. Without a membership everything in it counts as read. */
export function toSummary(row: RoomRow & Partial<PersonalRow>): RoomSummary {
  return {
    id: row.id,
    kind: row.kind,
    ...shared(row),
    ...(row.pins > 0 ? { pins: row.pins } : {}),
    ...(row.previews ? {} : { previews: false }),
    ...(row.parent_room_id && row.parent_message_id
      ? { parent: { roomId: row.parent_room_id, messageId: row.parent_message_id, ...subjectOf(row) } }
      : {}),
    rev: row.head_rev,
    lastSeq: row.last_seq,
    ...(row.last_at ? { lastAt: row.last_at.toISOString() } : {}),
    readSeq: row.read_seq ?? row.last_seq,
    unread: row.unread ?? 0,
    mentionCount: row.mention_count ?? 0,
    ...(row.keyword_count ? { keywordCount: row.keyword_count } : {}),
    notify: row.notify ?? 'all',
    ...(row.notify_own ? { notifyOwn: true } : {}),
    ...(row.muted ? { muted: true } : {}),
    ...(row.favourite ? { favourite: true } : {}),
    ...(row.section_id ? { sectionId: row.section_id } : {}),
    ...(row.position ? { position: row.position } : {}),
    ...(row.role ? { role: row.role } : {}),
    ...(row.joined_seq ? { joinedSeq: row.joined_seq } : {}),
    ...(row.waiting?.count ? { toConfirm: row.waiting.count } : {}),
    ...(row.waiting?.remindedAt ? { remindedAt: new Date(row.waiting.remindedAt).toISOString() } : {}),
    ...(row.draft ? { draft: row.draft, ...(row.draft_at ? { draftAt: row.draft_at.toISOString() } : {}) } : {}),
  }
}
