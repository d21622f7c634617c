import type pg from 'pg'
import type { Attachment, Message } from '#protocol/models.ts'
import { type AppendOutcome, type Committed, type Entry, isAlone, type RefusedStatus, type Touched } from './outcome.ts'

type Row = {
  o_ord: number
  o_status: 'new' | 'dup' | 'later' | 'slow_mode' | 'touched' | RefusedStatus
  o_room: string
  o_id: string
  o_seq: number | null
  o_rev: number | null
  o_base: number | null
  o_at: Date
  o_author: string
  o_thread_room: string | null
  o_thread_count: number | null
  /** Only of a message that asks for confirmation. */
  o_asked?: number | null
  /** Only of a message that carries files. */
  o_files?: Attachment[] | null
}

/** What a batch came to: an outcome for each entry, in its order, and what to announce for each room. */
export type Batch = { outcomes: (AppendOutcome | { status: 'later' })[]; committed: Committed[] }

const uuids = (ids: string[]) => `{${ids.join(',')}}`

/**
 * Commits a batch in one database call. With `wait` it waits for rooms that another writer holds (up to the
 * connection's lock time-out, SQLSTATE 55P03); without, their entries come back `later`. What asks for confirmation, carries
 * files or is posted by a webhook comes alone.
 */
export async function append(pool: pg.Pool, entries: readonly Entry[], wait: boolean): Promise<Batch> {
  const rows = entries.length === 1 ? await appendOne(pool, entries[0]!, wait) : await appendMany(pool, entries, wait)
  const outcomes: Batch['outcomes'] = []
  const rooms = new Map<string, Committed>()
  const inRoom = (row: Row): Committed => {
    const known = rooms.get(row.o_room)
    if (known) return known
    const prev = row.o_base ?? 0
    const made: Committed = { roomId: row.o_room, prev, rev: prev, appended: [], touched: [] }
    rooms.set(row.o_room, made)
    return made
  }
  for (const row of rows) {
    if (row.o_status === 'touched') {
      const room = inRoom(row)
      room.touched.push(toTouched(row))
      room.rev = Math.max(room.rev, row.o_rev ?? 0)
      continue
    }
    const entry = entries[row.o_ord - 1]
    if (!entry) throw new Error('the append answered for an entry it was not given')
    if (row.o_status === 'new') {
      const message = toMessage(entry, row)
      const room = inRoom(row)
      room.appended.push({ message, author: entry.author })
      room.rev = Math.max(room.rev, message.rev)
      outcomes[row.o_ord - 1] = { status: 'new', message }
    } else {
      outcomes[row.o_ord - 1] =
        row.o_status === 'slow_mode' ? { status: 'slow_mode', mayWriteAt: row.o_at } : { status: row.o_status }
    }
  }
  return { outcomes, committed: [...rooms.values()] }
}

async function appendMany(pool: pg.Pool, entries: readonly Entry[], wait: boolean): Promise<Row[]> {
  if (entries.some(isAlone)) throw new Error('a message that is appended by itself was not alone in its batch')
  const { rows } = await pool.query<Row>({
    name: 'append',
    text: 'SELECT * FROM parley_append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)',
    values: [
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.roomId),
      entries.map((entry) => entry.author.id),
      entries.map((entry) => entry.sessionId),
      entries.map((entry) => entry.body),
      entries.map((entry) => entry.replyToId),
      entries.map((entry) => uuids(entry.mentionUserIds)),
      entries.map((entry) => entry.mentionRoom),
      entries.map((entry) => entry.kind),
      wait,
      entries.map((entry) => uuids(entry.mentionGroupIds ?? [])),
    ],
  })
  return rows
}

const APPEND_ONE = { name: 'append_one', text: 'SELECT * FROM parley_append_one($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)' }
const ASK = { name: 'ask', text: 'SELECT * FROM parley_ask($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)' }

const SEND_FILES = {
  name: 'send_files',
  text: 'SELECT * FROM parley_send_files($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)',
}

const POST = { name: 'post', text: 'SELECT * FROM parley_post($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)' }

const functionOf = ({ fileIds = [], confirm, posted }: Entry) =>
  posted ? POST : fileIds.length > 0 ? SEND_FILES : confirm ? ASK : APPEND_ONE

async function appendOne(pool: pg.Pool, entry: Entry, wait: boolean): Promise<Row[]> {
  const { fileIds = [], confirm = false, posted } = entry
  const { id, roomId, author, sessionId, body, replyToId, mentionUserIds, mentionGroupIds = [], mentionRoom, kind } = entry
  const { rows } = await pool.query<Row>({
    ...functionOf(entry),
    values: [
      ...[id, roomId, author.id, sessionId, body, replyToId, uuids(mentionUserIds), mentionRoom, kind, wait],
      uuids(mentionGroupIds),
      ...(posted ? [posted.as && JSON.stringify(posted.as)] : fileIds.length > 0 ? [confirm, uuids(fileIds)] : []),
    ],
  })
  return rows
}

const toTouched = (row: Row): Touched => ({
  roomId: row.o_room,
  id: row.o_id,
  seq: row.o_seq ?? 0,
  rev: row.o_rev ?? 0,
  base: row.o_base ?? 0,
  authorId: row.o_author,
  threadRoomId: row.o_thread_room ?? '',
  count: row.o_thread_count ?? 0,
  at: row.o_at,
})

const toMessage = (entry: Entry, row: Row): Message => ({
  id: entry.id,
  roomId: entry.roomId,
  seq: row.o_seq ?? 0,
  rev: row.o_rev ?? 0,
  authorId: entry.author.id,
  body: entry.body,
  createdAt: row.o_at.toISOString(),
  ...(entry.replyToId ? { replyToId: entry.replyToId } : {}),
  reactions: [],
  pinned: false,
  attachments: row.o_files ?? [],
  mentions: {
    userIds: entry.mentionUserIds,
    groupIds: entry.mentionGroupIds ?? [],
    ...(entry.mentionRoom ? { room: entry.mentionRoom } : {}),
  },
  ...(typeof row.o_asked === 'number' ? { confirm: { count: 0, asked: row.o_asked } } : {}),
  ...(entry.kind ? { kind: entry.kind } : {}),
  ...(entry.posted?.as ? { shownAs: entry.posted.as } : {}),
})
