import type { Message } from '#protocol/models.ts'
import type { Evidence, Row, Stored } from '../check/evidence.ts'
import type { Postgres } from '../cluster/postgres.ts'
import { hashOf } from '../history/history.ts'
import type { Crowd } from './crowd.ts'
import { findEnd } from './member.ts'
import { allRooms } from './rooms.ts'

/** What is stored in the end, and what everybody sees. */
export type Final = Pick<Evidence, 'log' | 'members' | 'views' | 'ended' | 'records'>

/** Reads what is stored first, so that nobody is asked for what came after; people then scroll up to the start. */
export async function readFinal(crowd: Crowd, postgres: Postgres): Promise<Final> {
  const rooms = allRooms(crowd.rooms)
  const names = new Map(crowd.members.map(({ person }) => [person.id, person.username]))
  const log = await readLog(postgres, rooms, names)
  const ended = crowd.members.flatMap((member) => {
    const as = findEnd(member)
    return as === null ? [] : [{ who: member.person.username, as }]
  })
  const there = new Map(crowd.members.filter((member) => findEnd(member) === null).map((member) => [member.person.id, member]))
  const memberships = await postgres.query<{ room_id: string; user_id: string }>(
    'SELECT room_id, user_id FROM membership WHERE room_id = ANY ($1) AND left_at IS NULL',
    [rooms],
  )
  const members = new Map<string, string[]>(rooms.map((room) => [room, []]))
  const views = new Map<string, Map<string, Row[]>>()
  for (const { room_id, user_id } of memberships) {
    const member = there.get(user_id)
    if (!member) continue
    const who = member.person.username
    members.get(room_id)?.push(who)
    // Whoever is not connected sees what they have.
    if (member.chat.getState().connection.status === 'live') await member.readBack(room_id)
    const seen = (member.chat.getState().timelines[room_id]?.messages ?? []).map(toRow)
    views.set(who, (views.get(who) ?? new Map<string, Row[]>()).set(room_id, seen))
  }
  return { log, members, views, ended, records: await readRecords(postgres, rooms, names) }
}

type StoredRow = {
  room_id: string
  id: string
  seq: string
  rev: string
  author_id: string
  body: string
  at: Date
  deleted: boolean
  pinned: boolean
  reactions: { emoji: string; userId: string }[] | null
}

async function readLog(postgres: Postgres, rooms: string[], names: Map<string, string>) {
  const rows = await postgres.query<StoredRow>(
    `SELECT m.room_id, m.id, m.seq, m.rev, m.author_id, m.body, m.created_at AS at, m.deleted_at IS NOT NULL AS deleted,
       m.pinned_at IS NOT NULL AS pinned,
       (SELECT json_agg(json_build_object('emoji', x.emoji, 'userId', x.user_id)) FROM reaction x
        WHERE x.room_id = m.room_id AND x.message_id = m.id) AS reactions
     FROM message m WHERE m.room_id = ANY ($1) ORDER BY m.room_id, m.seq`,
    [rooms],
  )
  const heads = await postgres.query<{ room_id: string; last_seq: string }>(
    'SELECT room_id, last_seq FROM room_head WHERE room_id = ANY ($1)',
    [rooms],
  )
  const log = new Map<string, { rows: Stored[]; lastSeq: number }>()
  for (const head of heads) log.set(head.room_id, { rows: [], lastSeq: Number(head.last_seq) })
  for (const row of rows) log.get(row.room_id)?.rows.push(toStored(row, names))
  return log
}

function toStored(row: StoredRow, names: Map<string, string>): Stored {
  const reactions = row.reactions ?? []
  const counts = new Map<string, number>()
  for (const { emoji } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
  return {
    id: row.id,
    seq: Number(row.seq),
    rev: Number(row.rev),
    state: stateOf(row.body, row.deleted, row.pinned, [...counts]),
    authorId: names.get(row.author_id) ?? row.author_id,
    hash: hashOf(row.body),
    createdAt: row.at.getTime(),
    isDeleted: row.deleted,
    reactions: reactions.map(({ emoji, userId }) => `${emoji} ${names.get(userId) ?? userId}`),
  }
}

const toRow = ({ id, seq, rev, body, deletedAt, pinned, reactions }: Message): Row => ({
  id,
  seq,
  rev,
  state: stateOf(
    body,
    deletedAt !== undefined,
    pinned,
    reactions.map(({ emoji, count }) => [emoji, count] as const),
  ),
})

const stateOf = (body: string, isDeleted: boolean, isPinned: boolean, counts: readonly (readonly [string, number])[]): string =>
  JSON.stringify([hashOf(body), isDeleted, isPinned, [...counts].sort(([a], [b]) => (a < b ? -1 : 1))])

async function readRecords(postgres: Postgres, rooms: string[], names: Map<string, string>): Promise<Final['records'][number][]> {
  const rows = await postgres.query<{ what: 'kick' | 'ban'; user_id: string }>(
    `SELECT 'ban' AS what, user_id FROM sanction WHERE kind = 'ban' AND user_id = ANY ($2)
     UNION ALL SELECT 'kick', user_id FROM membership WHERE room_id = ANY ($1) AND left_reason = 'kicked'`,
    [rooms, [...names.keys()]],
  )
  return rows.map(({ what, user_id }) => ({ what, who: names.get(user_id) ?? user_id }))
}
