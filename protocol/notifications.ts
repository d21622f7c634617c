import { z } from 'zod'
import { PUSH_ENDPOINT_MAX } from './limits.ts'

/** Minutes since midnight. */
const minute = z.number().int().min(0).max(1_439)
const isTimeZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** How somebody is told: with the words or only that there is a message, and when not at all, by the clock where they live. */
export const notifySettings = z.object({
  preview: z.boolean(),
  quiet: z.object({ from: minute, to: minute }).nullable(),
  timeZone: z.string().max(64).refine(isTimeZone, 'is no time zone'),
})

const key = (bytes: number) => z.string().regex(new RegExp(`^[\\w-]{${bytes}}={0,2}$`), 'is no key')

/** What a browser's push service gave for this session: RFC 8030 and RFC 8291. */
export const pushSubscription = z.object({
  endpoint: z.url('must be an address').max(PUSH_ENDPOINT_MAX),
  p256dh: key(87),
  auth: key(22),
  /** The installation's key it was made for. */
  serverKey: key(87),
})

export type NotifySettings = z.infer<typeof notifySettings>
export type PushSubscriptionGiven = z.infer<typeof pushSubscription>
