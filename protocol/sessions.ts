import { z } from 'zod'
import { id, time } from './scalars.ts'

/** A connection that is open now. `hidden`: nobody can see its page. */
const connection = z.object({
  id: z.string(),
  node: z.string().optional(),
  since: time,
  /** Exact to about a minute. */
  lastActiveAt: time,
  hidden: z.boolean(),
})

/** One sign-in on one device. `current`: the one that asks. */
export const signIn = z.object({
  id,
  device: z.string(),
  address: z.string().optional(),
  createdAt: time,
  lastActiveAt: time,
  current: z.boolean(),
  connections: z.array(connection),
})

/** A connection as an installation's owner or admin sees it. */
export const openConnection = connection.extend({
  userId: id,
  sessionId: id,
  device: z.string(),
  address: z.string(),
  transport: z.string(),
  /** Of the session that asks. */
  current: z.boolean(),
  /** Whether the one who asks may end its session. */
  mayEnd: z.boolean(),
})

/** A socket host that runs, and how much hangs on it. */
export const node = z.object({ id: z.string(), host: z.string(), startedAt: time, connections: z.int(), people: z.int() })

export type SignIn = z.infer<typeof signIn>
export type OpenConnection = z.infer<typeof openConnection>
export type NodeInfo = z.infer<typeof node>
