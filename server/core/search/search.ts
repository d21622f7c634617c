import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { Found, FoundIn } from '#protocol/found.ts'
import { SEARCH_PAGE } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { type Query, SNAPSHOT, transaction } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from '../messages/row.ts'
import { countFitting } from '../messages/size.ts'
import { createPeople } from '../people/people.ts'
import { namedIn } from '../sync/named.ts'
import { isZone } from './days.ts'
import { findAlikeMessages, findLiteral, type Hit } from './find.ts'
import type { Alike } from './match.ts'
import type { PlannedTerm } from './plan.ts'
import { findAlike } from './slips.ts'
import { readWanted, type Wanted } from './wanted.ts'
import { whyFound } from './why.ts'

export type SearchWanted = {
  query: string
  roomId?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
  zone?: string | undefined
}
export type SearchPage = { hits: Found[]; rooms: FoundIn[]; users: User[]; next?: string }

/** These statements say themselves what to walk and what to look up, and run for less time than compiling or sharing one takes. */
const AS_WRITTEN = `${SNAPSHOT}; SET LOCAL jit = off; SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0`

type At = { phase: 'as typed' | 'alike'; before: Hit | null }

/**
 * Messages one may read that hold what was typed, newest first, in pages of at most `limit` and 256 KB; where those that
 * hold it as it was typed fit on the first page, messages with words like it come after them. Refuses `invalid` with a
 * sentence about what can't be searched for, and `not_found` for rooms and people that are not there or not for them [F1].
 */
export async function searchMessages(pool: pg.Pool, user: User, asked: SearchWanted): Promise<SearchPage> {
  const zone = asked.zone ?? 'UTC'
  if (!isZone(zone)) throw new Refusal('invalid', 'There is no such time zone.', { fields: { zone: 'unknown' } })
  const at = readCursor(asked.cursor)
  const limit = asked.limit ?? SEARCH_PAGE
  return transaction(
    pool,
    async (query) => {
      const wanted = await readWanted(query, user, asked, zone)
      const search = { query, wanted, meId: user.id, before: at.before, limit: limit + 1 }
      const typed = at.phase === 'as typed' ? await findLiteral(search) : []
      const mayBeSlip = at.phase === 'alike' || (at.before === null && typed.length <= limit)
      const alike = mayBeSlip ? await listAlike(query, wanted) : null
      const more = alike
        ? await findAlikeMessages(
            { ...search, before: at.phase === 'alike' ? at.before : null, limit: limit + 1 - typed.length },
            alike,
          )
        : []
      const hits = [...typed, ...more]
      const { found, taken } = await readHits(query, user, hits.slice(0, limit), wanted, alike)
      const people = new Set([...namedIn(found.map(({ message }) => message))])
      const rooms = await readPlaces(query, [...new Set(found.map(({ message }) => message.roomId))])
      for (const room of rooms) for (const id of room.members ?? []) people.add(id)
      return {
        hits: found,
        rooms,
        users: await createPeople(query).get([...people]),
        ...(hits.length > taken
          ? {
              next: toCursor(
                taken >= typed.length ? 'alike' : 'as typed',
                taken === typed.length && alike ? null : hits[taken - 1],
              ),
            }
          : {}),
      }
    },
    AS_WRITTEN,
  )
}

/** Words that each typed one may have been meant for; null when there are none. */
async function listAlike(query: Query, wanted: Wanted): Promise<Alike | null> {
  const alike = new Map<PlannedTerm, string[]>()
  for (const term of wanted.terms) {
    const words = term.word === null ? [] : await findAlike(query, term.word)
    if (words.length > 0) alike.set(term, words)
  }
  return alike.size > 0 ? alike : null
}

/** As many as fit, as they stand now: what was deleted, hidden or written otherwise since it was listed is left out. */
async function readHits(query: Query, user: User, hits: readonly Hit[], wanted: Wanted, alike: Alike | null) {
  if (hits.length === 0) return { found: [], taken: 0 }
  const rows = await query<MessageRow>(
    `SELECT ${messageColumns('$3')} FROM unnest($1::uuid[], $2::int8[]) WITH ORDINALITY k (room_id, seq, ord)
     JOIN message m ON m.room_id = k.room_id AND m.seq = k.seq ORDER BY k.ord`,
    [hits.map((hit) => hit.room_id), hits.map((hit) => hit.seq), user.id],
  )
  const messages = rows.map(toMessage)
  const taken = countFitting(messages, undefined, 1).count
  const found = messages
    .slice(0, taken)
    .map((message): Found => ({ message, ...whyFound(message.body, wanted.terms, alike) }))
    .filter(({ message, why }) => !message.deletedAt && !message.hiddenAt && why.length === wanted.terms.length)
  return { found, taken }
}

async function readPlaces(query: Query, ids: readonly string[]): Promise<FoundIn[]> {
  type Row = {
    id: string
    kind: FoundIn['kind']
    name: string | null
    archived: boolean
    members: string[] | null
    parent: FoundIn['parent'] | null
  }
  const rows = await query<Row>(
    `SELECT r.id, r.kind, r.name, coalesce(p.archived_at, r.archived_at) IS NOT NULL AS archived,
       CASE WHEN r.kind = 'DIRECT' THEN
         (SELECT array_agg(d.user_id ORDER BY d.user_id) FROM membership d WHERE d.room_id = r.id AND d.left_at IS NULL) END AS members,
       CASE WHEN m.id IS NOT NULL THEN json_build_object('roomId', m.room_id, 'messageId', m.id, 'seq', m.seq) END AS parent
     FROM room r LEFT JOIN room p ON p.id = r.parent_room_id
     LEFT JOIN message m ON m.room_id = r.parent_room_id AND m.id = r.parent_message_id
     WHERE r.id = ANY ($1) OR r.id IN (SELECT t.parent_room_id FROM room t WHERE t.id = ANY ($1))`,
    [ids],
  )
  return rows.map(({ id, kind, name, archived, members, parent }) => ({
    ...{ id, kind, archived },
    ...(name === null ? {} : { name }),
    ...(members === null ? {} : { members }),
    ...(parent === null ? {} : { parent }),
  }))
}

const ALIKE_FROM_START = 'a'
const toCursor = (phase: At['phase'], hit: Hit | null | undefined) =>
  hit ? `${phase === 'alike' ? 'a' : 't'}|${hit.created_at.getTime()}|${hit.room_id}|${hit.seq}` : ALIKE_FROM_START

const CURSOR = /^([at])\|(\d{1,15})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\|(\d{1,15})$/

function readCursor(cursor: string | undefined): At {
  if (cursor === undefined) return { phase: 'as typed', before: null }
  if (cursor === ALIKE_FROM_START) return { phase: 'alike', before: null }
  const [, phase, at, roomId, seq] = CURSOR.exec(cursor) ?? []
  if (at === undefined || roomId === undefined || Number(at) > 8.64e15)
    throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
  return {
    phase: phase === 'a' ? 'alike' : 'as typed',
    before: { room_id: roomId, seq: Number(seq), created_at: new Date(Number(at)) },
  }
}
