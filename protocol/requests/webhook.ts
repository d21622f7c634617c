import { z } from 'zod'
import { DISPLAY_NAME_MAX } from '../limits.ts'
import { webhook } from '../models.ts'
import { id, line } from '../scalars.ts'
import { inRoom, nothing } from './shapes.ts'

const name = line(DISPLAY_NAME_MAX)
const one = z.object({ webhook })

/** Addresses at which other programs post into a room. `path` holds the secret, is told once, and is one of the socket host. */
export const webhookRequests = {
  'webhook:list': { payload: inRoom, data: z.object({ webhooks: z.array(webhook) }) },
  'webhook:create': { payload: inRoom.extend({ name }), data: one.extend({ path: z.string() }) },
  'webhook:rename': { payload: z.object({ id, name }), data: one },
  'webhook:revoke': { payload: z.object({ id }), data: nothing },
} as const
