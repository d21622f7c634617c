import { z } from 'zod'
import { invite, inviteWanted } from '../invites.ts'
import { id, pageCursor } from '../scalars.ts'
import { nothing, users } from './shapes.ts'

/** Links by which people come in. `path` holds the secret, is told once, and is a page of the web. */
export const inviteRequests = {
  'invite:create': { payload: inviteWanted, data: z.object({ invite, path: z.string() }) },
  'invite:list': {
    payload: z.object({ cursor: pageCursor.optional() }),
    data: z.object({ invites: z.array(invite), users, next: pageCursor.optional() }),
  },
  'invite:revoke': { payload: z.object({ id }), data: nothing },
} as const
