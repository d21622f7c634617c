import { Refusal } from '#protocol/errors.ts'
import type { User } from '#protocol/models.ts'
import { findPeriod, parseSearch, type SearchFilter, type SearchTerm } from '#protocol/search.ts'
import type { Query } from '#server/database/transaction.ts'
import { noSuchRoom } from '../rooms/access.ts'
import { momentsOf } from './days.ts'
import { type PlannedTerm, planTerm } from './plan.ts'
import { EVERYBODY } from './portion.ts'
import { findAuthors, findPlaces, type Place, readScope } from './scope.ts'
import type { Slice } from './slices.ts'
import { authorToken, FLAGS, type Flag, mentionToken, roomToken, type Token } from './tokens.ts'

/** What one search is for, with names looked up. */
export type Wanted = {
  terms: PlannedTerm[]
  not: PlannedTerm[]
  /** Rooms that may be looked in; threads go with them. */
  laws: string[]
  /** Of the index, the newest first. */
  slices: Slice[]
  /** The search names its rooms. */
  isNarrow: boolean
  /** Only these threads, where `in:` names one. */
  threads: string[]
  /** A hit is listed by one of each. */
  some: Token[][]
  none: Token[]
  authors: string[][]
  notAuthors: string[]
  from: Date | null
  to: Date | null
  isUnread: boolean | null
  /** Among what one saved, or not. */
  isSaved: boolean | null
  order: 'newest' | 'best'
}

const TERMS_MAX = 12

/**
 * Reads what was typed. Refuses `invalid` with a sentence for what can't be searched for, and `not_found` for rooms and
 * people that are not there, or not for them.
 */
export async function readWanted(
  query: Query,
  user: User,
  asked: { query: string; roomId?: string | undefined },
  zone: string,
): Promise<Wanted> {
  const { parts, problem } = parseSearch(asked.query)
  if (problem !== undefined) throw refuse(problem)
  const terms = parts.filter((part): part is SearchTerm => part.kind === 'term')
  const filters = parts.filter((part): part is SearchFilter => part.kind === 'filter')
  if (terms.length > TERMS_MAX) throw refuse(`Search for at most ${TERMS_MAX} words at once.`)
  const plan = (not: boolean) => terms.filter((term) => term.not === not).flatMap((term) => planTerm(term) ?? [])
  const wanted: Wanted = {
    ...{ terms: plan(false), not: plan(true), ...(await readScope(query, user)), isNarrow: false, threads: [] },
    ...{ some: [], none: [], authors: [], notAuthors: [], from: null, to: null, isUnread: null, isSaved: null },
    order: 'newest',
  }
  if (wanted.terms.length === 0 && !filters.some(({ name, not }) => !not && name !== 'sort'))
    throw refuse('Type what to look for.')
  if (filters.filter(({ name, not }) => name === 'in' && !not).length + (asked.roomId === undefined ? 0 : 1) > 1)
    throw refuse('Name one room after in:, or none.')
  if (asked.roomId !== undefined) addPlaces(wanted, await findPlaces(query, user, asked.roomId, wanted.laws), false)
  for (const filter of filters) await addFilter(query, user, wanted, filter, zone)
  if (wanted.isUnread) await keepUnread(query, user, wanted)
  return wanted
}

const refuse = (sentence: string) => new Refusal('invalid', sentence, { fields: { query: sentence } })

async function addFilter(query: Query, user: User, wanted: Wanted, { name, value, not }: SearchFilter, zone: string) {
  switch (name) {
    case 'from': {
      const ids = await findAuthors(query, user, value)
      if (not) wanted.notAuthors.push(...ids)
      else {
        wanted.authors.push(ids)
        wanted.some.push(ids.map(authorToken))
      }
      break
    }
    case 'in':
      addPlaces(wanted, await findPlaces(query, user, value, wanted.laws), not)
      break
    case 'before':
    case 'after':
    case 'on': {
      const period = findPeriod(value)
      if (!period) throw new Error('a day that was not checked')
      const { from, to } = momentsOf(period, zone, new Date())
      if (name !== 'after') wanted.to = least(wanted.to, name === 'on' ? to : from)
      if (name !== 'before') wanted.from = greatest(wanted.from, name === 'on' ? from : to)
      break
    }
    case 'has':
    case 'is': {
      const what = value.toLowerCase()
      if (what === 'unread') wanted.isUnread = !not
      else if (what === 'saved') wanted.isSaved = !not
      else {
        const tokens = what === 'mention' ? await mentionsOf(query, user) : [FLAGS[toFlag(what)]]
        if (not) wanted.none.push(...tokens)
        else wanted.some.push(tokens)
        if (what === 'mention' && !not) wanted.notAuthors.push(user.id)
      }
      break
    }
    case 'sort':
      wanted.order = value.toLowerCase() === 'best' ? 'best' : 'newest'
      break
    default:
      name satisfies never
  }
}

/** In one room, or in none of those with a minus. */
function addPlaces(wanted: Wanted, places: readonly Place[], not: boolean) {
  const ids = new Set(places.map(({ lawId }) => lawId))
  if (not) {
    if (places.some(({ roomId }) => roomId !== null)) throw refuse('A thread can’t be excluded: exclude its room.')
    wanted.laws = wanted.laws.filter((id) => !ids.has(id))
    return
  }
  wanted.isNarrow = true
  wanted.laws = wanted.laws.filter((id) => ids.has(id))
  if (wanted.laws.length === 0) throw noSuchRoom()
  wanted.threads = places.flatMap(({ roomId }) => roomId ?? [])
  wanted.some.push(wanted.laws.map(roomToken))
}

/** Only rooms where something is left to read are looked in, however much there is in all the others. */
async function keepUnread(query: Query, user: User, wanted: Wanted) {
  const rows = await query<{ law_id: string }>(
    `SELECT DISTINCT coalesce(r.parent_room_id, r.id) AS law_id
     FROM membership ms JOIN room_head h ON h.room_id = ms.room_id JOIN room r ON r.id = ms.room_id
     WHERE ms.user_id = $1 AND ms.left_at IS NULL AND h.last_seq > ms.read_seq`,
    [user.id],
  )
  const unread = new Set(rows.map((row) => row.law_id))
  wanted.laws = wanted.laws.filter((id) => unread.has(id))
}

/** By name, as one of everybody, or as one of a group. */
async function mentionsOf(query: Query, user: User): Promise<Token[]> {
  const groups = await query<{ id: string }>('SELECT group_id AS id FROM user_group_member WHERE user_id = $1', [user.id])
  return [user.id, EVERYBODY, ...groups.map((group) => group.id)].map(mentionToken)
}

const toFlag = (what: string): Flag => {
  const flag = what === 'pinned' ? 'pin' : what
  if (flag in FLAGS) return flag as Flag
  throw new Error(`unknown flag ${flag}`)
}
const least = (a: Date | null, b: Date) => (a === null || b < a ? b : a)
const greatest = (a: Date | null, b: Date) => (a === null || b > a ? b : a)
