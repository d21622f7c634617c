import { z } from 'zod'
import { group } from '../groups.ts'
import { later } from '../later.ts'
import { HELLO_REVS_MAX, PAGE_MAX } from '../limits.ts'
import { message, notice, roomChanges, roomSummary, user } from '../models.ts'
import { counter, id, pageCursor, pageLimit, query, time } from '../scalars.ts'
import { node, openConnection, signIn } from '../sessions.ts'
import { preferences, section } from '../sidebar.ts'
import { nothing, users } from './shapes.ts'

const isRevs = (value: unknown): value is Record<string, number> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length <= HELLO_REVS_MAX &&
    entries.every(([roomId, rev]) => id.safeParse(roomId).success && counter.safeParse(rev).success)
  )
}
/** One verdict for all of it: a list of what is wrong with each of 30,000 keys would take a host longer than anything else. */
const revs = z.custom<Record<string, number>>(isRevs, `must be revs by room id, of at most ${HELLO_REVS_MAX} rooms`)

/** Who connects, from where, and what they hear first. */
export const sessionRequests = {
  'session:hello': {
    payload: z.object({
      epoch: z.string().max(200).optional(),
      meRev: counter.optional(),
      laterRev: counter.optional(),
      revs,
      hidden: z.boolean().optional(),
      groupsRev: counter.optional(),
      peopleRev: counter.optional(),
    }),
    data: z.object({
      user,
      epoch: z.string(),
      meRev: counter,
      serverTime: time,
      expiresAt: time,
      connection: z.object({ id: z.string(), node: z.string(), sessionId: id }),
      rooms: z.array(roomSummary),
      gone: z.array(id),
      /** Threads that are held, may be read, and are followed no more. */
      left: z.array(id).optional(),
      changes: z.array(roomChanges),
      resets: z.array(id),
      held: z.array(message),
      users,
      notices: z.array(notice).optional(),
      /** Links are previewed in this installation. */
      linkPreviews: z.boolean().optional(),
      /** The greatest file that may be sent. */
      fileMaxBytes: counter.optional(),
      sections: z.array(section).optional(),
      preferences: preferences.optional(),
      groups: z.array(group).optional(),
      groupsRev: counter.optional(),
      emojiRev: counter.optional(),
      /** The people's clock: `users` has those who changed after the one that was sent. */
      peopleRev: counter.optional(),
      /** One may make invites. */
      mayInvite: z.boolean().optional(),
      later: later.extend({ whole: z.boolean() }).optional(),
    }),
  },
  'session:refresh': {
    payload: nothing,
    data: z.object({ expiresAt: time, token: z.object({ token: z.string(), expiresAt: time }).optional() }),
  },
  'session:visible': { payload: z.object({ visible: z.boolean() }), data: nothing },
  'session:list': { payload: nothing, data: z.object({ sessions: z.array(signIn) }) },
  'session:end': { payload: z.object({ sessionId: id }), data: nothing },
  'session:end-others': { payload: nothing, data: z.object({ ended: z.int() }) },
  'connection:list': {
    payload: z.object({ query: query.optional(), cursor: pageCursor.optional(), limit: pageLimit(PAGE_MAX).optional() }),
    data: z.object({
      nodes: z.array(node),
      connections: z.array(openConnection),
      users,
      next: pageCursor.optional(),
    }),
  },
} as const
