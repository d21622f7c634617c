import { createHash } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { Refusal } from '#protocol/errors.ts'
import { id } from '#protocol/scalars.ts'
import { readNotifySettings } from '#server/core/notifications/settings.ts'
import { findReached, findSubscription, forgetSubscription, type Reached } from '#server/core/notifications/subscriptions.ts'
import { NOTIFY_LOOK, type NotifyTelling, PUSH_ROOM } from '#server/core/notifications/telling.ts'
import { findTold, listRead } from '#server/core/notifications/words.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import { defineJob, Hopeless, type JobKind } from '#server/jobs/job.ts'
import { guardOf } from '#server/previews/job.ts'
import { serverKeys } from './keys.ts'
import { NotReachable, type Parcel, push } from './send.ts'

/** Push services that one node writes to at once. */
const AT_ONCE = 8
/** One that does not answer is tried over some minutes. */
const TRIES = 6
const PAUSE_MAX_MS = 120_000
const GONE = [404, 410]
/** It does not take our word for who we are: the browser subscribed to somebody else. */
const NOT_OURS = [401, 403]

/** Writes to people's browsers through their push services [OF7]. */
export function createPush(pool: pg.Pool, env: Env) {
  const query = queryOn(pool)
  const keys = serverKeys(env)
  const guard = { ...guardOf(env), allowed: new Set(env.PUSH_TEST_ALLOW) }
  const subject = env.NEXTAUTH_URL?.startsWith('https:') ? env.NEXTAUTH_URL : 'mailto:parley@example.org'

  /** Answers the push service's status. What is not there any more is forgotten. */
  async function pushTo(to: Reached, parcel: Parcel, signal: AbortSignal): Promise<number> {
    const key = keys.find(({ publicKey }) => publicKey === to.serverKey)
    const status = key ? await push(to, parcel, key, subject, guard, signal).catch(toStatus) : NOT_OURS[0]!
    if ([...GONE, ...NOT_OURS].includes(status)) await forgetSubscription(query, to.id)
    return status
  }

  async function tellOf(
    { subscriptionId, roomId, seq, direct }: { subscriptionId: string; roomId: string; seq: number; direct: boolean },
    signal: AbortSignal,
  ) {
    const to = await findReached(query, subscriptionId)
    const told = to && (await findTold(query, to.userId, roomId, seq))
    if (!told) return
    const { preview } = await readNotifySettings(query, to.userId)
    const { title, author, words, unread } = told
    const payload = {
      ...{ kind: 'message', roomId, seq, unread, read: await listRead(query, to.userId) },
      ...(preview ? { title, body: told.direct && title === author ? words : `${author}: ${words}` } : {}),
    }
    const status = await pushTo(to, { payload, topic: topicOf(roomId), urgency: direct ? 'high' : 'normal' }, signal)
    if (status >= 200 && status < 300) return
    if ([...GONE, ...NOT_OURS].includes(status)) return
    if (status === 429 || status >= 500) throw new Error(`the push service answered ${status}`)
    throw new Hopeless(`the push service answered ${status}`)
  }

  return {
    /** What browsers subscribe with. */
    serverKey: keys[0].publicKey,
    /** Has a session's own browser hear of `nonce`, to see whether it does. Answers the service's status. Refuses `not_found` without a subscription. */
    async test(sessionId: string, nonce: string): Promise<number> {
      const to = await findSubscription(query, sessionId)
      if (!to) throw new Refusal('not_found', 'This browser is not subscribed.')
      return pushTo(to, { payload: { kind: 'test', nonce }, topic: 'test', urgency: 'high' }, new AbortController().signal)
    },
    jobs: (telling: NotifyTelling): JobKind[] => [
      defineJob({
        kind: NOTIFY_LOOK,
        payload: z.object({ roomId: id }),
        concurrency: 2,
        handle: ({ roomId }) => telling.look(roomId),
      }),
      defineJob({
        kind: PUSH_ROOM,
        payload: z.object({ subscriptionId: id, roomId: id, seq: z.number().int(), direct: z.boolean() }),
        ...{ concurrency: AT_ONCE, attempts: TRIES, pauseMaxMs: PAUSE_MAX_MS },
        handle: (wanted, { signal }) => tellOf(wanted, signal),
      }),
    ],
  }
}

export type Push = ReturnType<typeof createPush>

/** What can't be reached by our own rules is as good as gone; what is away now may be back. */
function toStatus(error: unknown): number {
  if (error instanceof NotReachable) return GONE[0]!
  return 503
}

const topicOf = (roomId: string) => createHash('sha256').update(roomId).digest('base64url').slice(0, 32)
