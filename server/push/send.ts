import http from 'node:http'
import https from 'node:https'
import webPush from 'web-push'
import type { Reached } from '#server/core/notifications/subscriptions.ts'
import { NoPreview } from '#server/previews/refused.ts'
import { type Guard, requireTarget } from '#server/previews/target.ts'
import type { ServerKey } from './keys.ts'

const WITHIN_MS = 10_000
/** A push service keeps what a browser did not fetch for a day. */
const TTL_SECONDS = 86_400

export type Parcel = {
  payload: object
  /** What is waiting under the same topic is replaced: at most 32 characters of base64url. */
  topic: string
  urgency: 'high' | 'normal'
}

/** An address that is not written to: trying again is no use. */
export class NotReachable extends Error {}

/**
 * Hands something sealed for one browser (RFC 8291) to its push service, which can't read it, and answers the service's status.
 * It connects to public addresses over https only, to the one that was checked, and follows nowhere. Throws `NotReachable`.
 */
export async function push(
  to: Reached,
  { payload, topic, urgency }: Parcel,
  key: ServerKey,
  subject: string,
  guard: Guard,
  signal: AbortSignal,
): Promise<number> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
  const { url, address, family } = await requireTarget(to.endpoint, null, guard).catch((error: unknown) => {
    throw error instanceof NoPreview ? new NotReachable(error.message) : error
  })
  if (url.protocol !== 'https:' && guard.allowed.size === 0) throw new NotReachable('it is not https')
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint: to.endpoint, keys: { p256dh: to.p256dh, auth: to.auth } },
    JSON.stringify(payload),
    {
      vapidDetails: { subject, ...key },
      ...{ TTL: TTL_SECONDS, topic, urgency, contentEncoding: 'aes128gcm' },
    },
  )
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? https : http).request(url, {
      ...{ method: 'POST', agent: false, headers, signal: until },
      // Nothing is looked up a second time.
      lookup: (_hostname, options, done) => {
        if (options.all) done(null, [{ address, family }])
        else done(null, address, family)
      },
    })
    asked.once('response', (response) => {
      response.destroy()
      resolve(response.statusCode ?? 0)
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
