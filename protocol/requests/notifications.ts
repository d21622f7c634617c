import { z } from 'zod'
import { notifySettings, pushSubscription } from '../notifications.ts'
import { nothing } from './shapes.ts'

/** How one is told while one is elsewhere. */
export const notificationRequests = {
  'notifications:get': {
    payload: z.object({}),
    /** `serverKey`: what a browser subscribes with. `subscribed`: this session's browser is reached. */
    data: z.object({ settings: notifySettings, serverKey: z.string(), subscribed: z.boolean() }),
  },
  'notifications:set': { payload: notifySettings, data: z.object({ settings: notifySettings }) },
  'push:subscribe': { payload: pushSubscription, data: nothing },
  'push:unsubscribe': { payload: z.object({}), data: nothing },
  /** `answered`: what the push service said, as an HTTP status. */
  'push:test': {
    payload: z.object({ nonce: z.string().regex(/^[\w-]{8,64}$/) }),
    data: z.object({ answered: z.number().int() }),
  },
} as const
