import type { Query } from '#server/database/transaction.ts'
import { type Alike, createParameters, matchOf } from './match.ts'
import { expand } from './plan.ts'
import { listSlices } from './slices.ts'
import { roomToken, type Token, wordToken } from './tokens.ts'
import type { Wanted } from './wanted.ts'

/** A message that was found. Hits are newest first: by time, then room and seq, so that a page joins on to the one before it. */
export type Hit = { room_id: string; seq: number; created_at: Date }

/** The latest messages are looked through before the index is asked: what is common is among them. */
const LATEST = 1_000
/** A person of so few rooms is looked up by them as well. */
const FEW_ROOMS = 64
/** Rooms of so few messages together are read, not looked up. */
const FEW_MESSAGES = 4_000
/** Without a word to look up, rooms are read one by one up to this many. */
const SOME_ROOMS = 500
/** Each step back in time asks for so many times as many slices as the one before it. */
const WIDER = 4

const ORDER = 'ORDER BY s.created_at DESC, s.room_id DESC, s.seq DESC'
const COLUMNS = 's.room_id, s.seq, s.created_at'

type Search = { query: Query; wanted: Wanted; meId: string; before: Hit | null; limit: number }

/** Messages that hold what was typed, as it was typed. */
export async function findLiteral(search: Search): Promise<Hit[]> {
  const { wanted, limit } = search
  if (wanted.laws.length === 0) return []
  const isPlain = wanted.terms.length === 0 && wanted.some.length === 0
  if (isPlain || (await areSmall(search))) return findPlain(search)
  const latest = await findAmongLatest(search)
  if (latest.length >= limit) return latest
  const listed = await listedBy(search, null)
  if (listed === null) return []
  return listed.length > 0 ? findListed(search, listed, null) : findPlain(search)
}

/** Messages that hold what may have been meant, and not all of it as it was typed. */
export async function findAlikeMessages(search: Search, alike: Alike): Promise<Hit[]> {
  if (search.wanted.laws.length === 0) return []
  const listed = await listedBy(search, alike)
  return listed === null || listed.length === 0 ? [] : findListed(search, listed, alike)
}

/** Whether the rooms that are looked in, with their threads, hold few messages. */
async function areSmall({ query, wanted }: Search): Promise<boolean> {
  if (wanted.laws.length > FEW_ROOMS) return false
  const [sum] = await query<{ n: number }>(
    `SELECT coalesce(sum(h.last_seq), 0)::int8 AS n FROM room r JOIN room_head h ON h.room_id = r.id
     WHERE r.id = ANY ($1) OR r.parent_room_id = ANY ($1)`,
    [wanted.laws],
  )
  return (sum?.n ?? 0) <= FEW_MESSAGES
}

const before = (search: Search, add: (value: unknown) => string) =>
  search.before
    ? `(s.created_at, s.room_id, s.seq) < (${add(search.before.created_at)}, ${add(search.before.room_id)}::uuid, ${add(search.before.seq)}::int8)`
    : 'true'

/** Walks back from the newest (of one room, where there is one), a bounded way. */
async function findAmongLatest(search: Search): Promise<Hit[]> {
  const { query, wanted, meId, limit } = search
  const parameters = createParameters()
  const { add } = parameters
  const [law] = wanted.laws.length === 1 ? wanted.laws : []
  const range = [before(search, add)]
  if (law !== undefined) range.push(`s.law_id = ${add(law)}`)
  if (wanted.to) range.push(`s.created_at < ${add(wanted.to)}`)
  return query<Hit>(
    `SELECT ${COLUMNS} FROM (SELECT * FROM search_message s WHERE ${range.join(' AND ')} ${ORDER} LIMIT ${LATEST}) s
     WHERE ${matchOf(wanted, meId, null, parameters)} ${ORDER} LIMIT ${add(limit)}`,
    parameters.values,
  )
}

/** For each thing a hit must be listed by, one of which tokens; null when there can be no hit. */
async function listedBy({ query, wanted }: Search, alike: Alike | null): Promise<Token[][] | null> {
  const listed = [...wanted.some]
  for (const term of wanted.terms) {
    const others = (alike?.get(term) ?? []).map(wordToken)
    for (const need of term.needs) {
      const tokens = await expand(query, need)
      if (tokens === null) continue
      if (tokens.length + others.length === 0) return null
      listed.push([...new Set([...tokens, ...others])])
    }
  }
  if (!wanted.isNarrow && wanted.laws.length <= FEW_ROOMS) listed.push(wanted.laws.map(roomToken))
  return listed
}

/** Asks the index for the newest slices of time, and for more and more of them until there are enough hits. */
async function findListed(search: Search, listed: readonly Token[][], alike: Alike | null): Promise<Hit[]> {
  const { wanted, limit } = search
  const { from } = wanted
  const upTo = search.before?.created_at ?? wanted.to
  const slices = (await listSlices(search.query)).filter(
    (slice, i, all) => (upTo === null || slice.from <= upTo) && (from === null || i === 0 || (all[i - 1]?.from ?? from) > from),
  )
  const hits: Hit[] = []
  for (let at = 0, width = 1; at < slices.length && hits.length < limit; at += width, width *= WIDER) {
    const window = slices.slice(at, at + width).map(({ token }) => token)
    hits.push(...(await findInWindow({ ...search, limit: limit - hits.length }, [...listed, window], alike)))
  }
  return hits
}

/** All that are listed, of which the newest are taken. */
function findInWindow(search: Search, listed: readonly Token[][], alike: Alike | null): Promise<Hit[]> {
  const { query, wanted, meId, limit } = search
  const parameters = createParameters()
  const { add } = parameters
  const all = listed.flatMap((tokens) => (tokens.length === 1 ? tokens : []))
  const conditions = listed.filter((tokens) => tokens.length > 1).map((tokens) => `s.tokens && ${add(tokens)}::int4[]`)
  if (all.length > 0) conditions.push(`s.tokens @> ${add(all)}::int4[]`)
  return query<Hit>(
    `WITH s AS MATERIALIZED (
       SELECT ${COLUMNS} FROM search_message s WHERE ${conditions.join(' AND ')} AND ${before(search, add)}
       AND ${matchOf(wanted, meId, alike, parameters)})
     SELECT ${COLUMNS} FROM s ${ORDER} LIMIT ${add(limit)}`,
    parameters.values,
  )
}

/** Without anything to look up: the newest of each room, or of all where there are many. */
function findPlain(search: Search): Promise<Hit[]> {
  const { query, wanted, meId, limit } = search
  const parameters = createParameters()
  const { add } = parameters
  const match = matchOf(wanted, meId, null, parameters)
  const earlier = before(search, add)
  const text =
    wanted.laws.length > SOME_ROOMS
      ? `SELECT ${COLUMNS} FROM search_message s WHERE ${earlier} AND ${match} ${ORDER} LIMIT ${add(limit)}`
      : `SELECT ${COLUMNS} FROM unnest(${add(wanted.laws)}::uuid[]) l (id) CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM search_message s WHERE s.law_id = l.id AND ${earlier} AND ${match} ${ORDER} LIMIT ${add(limit)}) s
         ${ORDER} LIMIT ${add(limit)}`
  return query<Hit>(text, parameters.values)
}
