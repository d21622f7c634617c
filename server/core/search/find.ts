import type { Query } from '#server/database/transaction.ts'
import { type Alike, createParameters, matchOf } from './match.ts'
import type { Phase } from './phases.ts'
import { expand } from './plan.ts'
import { roomToken, type Token, wordToken } from './tokens.ts'
import type { Wanted } from './wanted.ts'

/** A message that was found. Hits are newest first: by time, then room and seq, so that a page joins on to the one before it. */
export type Hit = { room_id: string; seq: number; created_at: Date }

/** A person of so few rooms is looked up by them as well. */
const FEW_ROOMS = 64
/** Rooms of so few messages together are read, not looked up. */
const FEW_MESSAGES = 4_000
/** Without a word to look up, rooms are read one by one up to this many. */
const SOME_ROOMS = 500
/** Slices of time asked for first, and next. Where those hold too few hits, all the others together hold no crowd of them either. */
const STEPS = [1, 8]
/** Words that one part is looked up by there. What is part of more of them is so common that slices are read for it instead. */
const WORDS_FIRST = 250
/** Words that it is looked up by in all the rest. */
const WORDS_REST = 10_000

const ORDER = 'ORDER BY s.created_at DESC, s.room_id DESC, s.seq DESC'
const COLUMNS = 's.room_id, s.seq, s.created_at'

type Search = { query: Query; wanted: Wanted & Pick<Phase, 'except'>; meId: string; before: Hit | null; limit: number }

/** Messages of one phase, the newest first. `alike`: words that each typed one may have been meant for. */
export async function findHits(search: Search, alike: Alike | null): Promise<Hit[]> {
  const { wanted } = search
  if (wanted.laws.length === 0) return []
  if (wanted.isSaved) return findSaved(search, alike)
  if (alike) return findListed(search, alike)
  const isPlain = wanted.terms.length === 0 && wanted.some.length === 0
  if (isPlain || (await areSmall(search))) return findPlain(search)
  return findListed(search, null)
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

/** What a hit must be listed by: one token of each list. `whole`: nothing was left out for being too many words. */
type Listed = { lists: Token[][]; whole: boolean }

/** Null when there can be no hit. */
async function listedBy({ query, wanted }: Search, alike: Alike | null, max: number): Promise<Listed | null> {
  const lists = [...wanted.some]
  let whole = true
  for (const term of wanted.terms) {
    const others = (alike?.get(term) ?? []).map(wordToken)
    for (const need of term.needs) {
      const tokens = await expand(query, need, max)
      if (tokens === null) whole = false
      else if (tokens.length + others.length === 0) return null
      else lists.push([...new Set([...tokens, ...others])])
    }
  }
  if (!wanted.isNarrow && wanted.laws.length <= FEW_ROOMS) lists.push(wanted.laws.map(roomToken))
  return { lists, whole }
}

/** Asks the index for the newest slice of time, for some more, and for all the rest, until there are enough hits. */
async function findListed(search: Search, alike: Alike | null): Promise<Hit[]> {
  const hits: Hit[] = []
  let listed = await listedBy(search, alike, WORDS_FIRST)
  for (const window of windowsOf(search)) {
    const limit = search.limit - hits.length
    if (limit <= 0) break
    if (listed && !listed.whole && 'olderThan' in window) listed = await listedBy(search, alike, WORDS_REST)
    if (listed === null) break
    hits.push(...(await findInWindow({ ...search, limit }, window, listed.lists, alike)))
  }
  return hits
}

/** A part of time: some slices, or all that is older. */
type Window = { slices: Token[] } | { olderThan: Date }

function windowsOf({ wanted, before }: Search): Window[] {
  const [since, upTo] = [wanted.from, before?.created_at ?? wanted.to]
  const slices = wanted.slices.filter(({ from }, i, all) => {
    const end = all[i - 1]?.from
    return (upTo === null || from <= upTo) && (since === null || end === undefined || end > since)
  })
  const windows: Window[] = []
  let at = 0
  for (const step of STEPS) {
    const some = slices.slice(at, at + step)
    if (some.length > 0) windows.push({ slices: some.map(({ token }) => token) })
    at += step
  }
  const last = slices[at - 1]
  return last && slices.length > at ? [...windows, { olderThan: last.from }] : windows
}

/** All that are listed, of which the newest are taken. */
function findInWindow(search: Search, window: Window, listed: readonly Token[][], alike: Alike | null): Promise<Hit[]> {
  const { query, wanted, meId, limit } = search
  const parameters = createParameters()
  const { add } = parameters
  const lists = 'slices' in window ? [...listed, window.slices] : listed
  const all = lists.flatMap((tokens) => (tokens.length === 1 ? tokens : []))
  const conditions = lists.filter((tokens) => tokens.length > 1).map((tokens) => `s.tokens && ${add(tokens)}::int4[]`)
  if (all.length > 0) conditions.push(`s.tokens @> ${add(all)}::int4[]`)
  const older = 'olderThan' in window ? `s.created_at < ${add(window.olderThan)}` : 'true'
  // OFFSET 0 parts what the index is asked from what is only checked: to compare a row with a thousand tokens takes long.
  const from =
    conditions.length > 0 ? `(SELECT * FROM search_message s WHERE ${conditions.join(' AND ')} OFFSET 0)` : 'search_message'
  return query<Hit>(
    `SELECT ${COLUMNS} FROM ${from} s
     WHERE ${older} AND ${before(search, add)} AND ${matchOf(wanted, meId, alike, parameters)} ${ORDER} LIMIT ${add(limit)}`,
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

/** What one saved is little: it is walked, whatever else is wanted. */
function findSaved(search: Search, alike: Alike | null): Promise<Hit[]> {
  const { query, wanted, meId, limit } = search
  const parameters = createParameters()
  const { add } = parameters
  return query<Hit>(
    `SELECT ${COLUMNS} FROM (
       SELECT m.room_id, m.seq FROM saved_message v JOIN message m ON m.room_id = v.room_id AND m.id = v.message_id
       WHERE v.user_id = ${add(meId)} AND v.removed_at IS NULL OFFSET 0) k
     JOIN search_message s ON s.room_id = k.room_id AND s.seq = k.seq
     WHERE ${before(search, add)} AND ${matchOf({ ...wanted, isSaved: null }, meId, alike, parameters)} ${ORDER} LIMIT ${add(limit)}`,
    parameters.values,
  )
}
