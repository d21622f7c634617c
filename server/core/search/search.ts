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
import { findHits, type Hit } from './find.ts'
import type { Alike } from './match.ts'
import { type PhaseName, phasesOf } from './phases.ts'
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

type PhasedHit = Hit & { phase: PhaseName }
/** Where a page begins: behind a hit of its phase, or at its beginning. */
type At = { phase: PhaseName; before: Hit | null }

/**
 * Messages one may read that hold what was typed, newest first (with `sort:best` those that hold it as a phrase first, then as
 * whole words), in pages of at most `limit` and 256 KB; where all of those fit on the first page, messages with words like it
 * come after them. Refuses `invalid` with a
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
      const { hits, alike } = await listHits(query, user, wanted, at, limit + 1)
      const { found, taken } = await readHits(query, user, hits.slice(0, limit), wanted, alike)
      const people = new Set([...namedIn(found.map(({ message }) => message))])
      const rooms = await readPlaces(query, [...new Set(found.map(({ message }) => message.roomId))])
      for (const room of rooms) for (const id of room.members ?? []) people.add(id)
      return {
        hits: found,
        rooms,
        users: await createPeople(query).get([...people]),
        ...(hits.length > taken ? { next: toCursor(hits[taken - 1], hits[taken]) } : {}),
      }
    },
    AS_WRITTEN,
  )
}

/** Hits from `at` on, phase by phase. What was only meant follows where everything before fits on the first page. */
async function listHits(query: Query, user: User, wanted: Wanted, at: At | null, most: number) {
  const phases = phasesOf(wanted)
  const first = at === null ? 0 : phases.findIndex(({ name }) => name === at.phase)
  if (first < 0) throw noSuchPage()
  const hits: PhasedHit[] = []
  let alike: Alike | null = null
  for (const { name, terms, except } of phases.slice(first)) {
    if (hits.length >= most || (name === 'a' && at !== null && at.phase !== 'a')) break
    if (name === 'a') alike = await listAlike(query, wanted)
    if (name === 'a' && alike === null) break
    const before = name === at?.phase ? at.before : null
    const found = await findHits(
      { query, wanted: { ...wanted, terms, except }, meId: user.id, before, limit: most - hits.length },
      alike,
    )
    hits.push(...found.map((hit) => ({ ...hit, phase: name })))
  }
  return { hits, alike }
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
    .map((message): Found => ({ message, ...whyFound(message, wanted.terms, alike) }))
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

/** A page that begins behind `last` with `next`: by the place of `last`, or by the phase of `next` where that begins. */
const toCursor = (last: PhasedHit | undefined, next: PhasedHit | undefined): string =>
  last && last.phase === next?.phase
    ? `${last.phase}|${last.created_at.getTime()}|${last.room_id}|${last.seq}`
    : (next?.phase ?? 't')

const CURSOR = /^([pwta])(?:\|(\d{1,15})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\|(\d{1,15}))?$/

const noSuchPage = () => new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })

function readCursor(cursor: string | undefined): At | null {
  if (cursor === undefined) return null
  const match = CURSOR.exec(cursor)
  if (!match) throw noSuchPage()
  const [, phase, at, roomId, seq] = match
  if (at === undefined || roomId === undefined) return { phase: phase as PhaseName, before: null }
  if (Number(at) > 8.64e15) throw noSuchPage()
  return { phase: phase as PhaseName, before: { room_id: roomId, seq: Number(seq), created_at: new Date(Number(at)) } }
}
