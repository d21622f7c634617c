import type { IncomingMessage, ServerResponse } from 'node:http'
import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { type ErrorCode, Refusal } from '#protocol/errors.ts'
import { IDEMPOTENCY_KEY_MAX, WEBHOOK_MAX_BYTES } from '#protocol/limits.ts'
import type { Messages } from '#server/core/messages/messages.ts'
import { passingToRefusal } from '#server/core/messages/refusals.ts'
import { bodyOf, shownAsOf } from '#server/core/webhooks/slack/message.ts'
import { hasTooMany, readPayload } from '#server/core/webhooks/slack/payload.ts'
import { idOfKey, tokenIn } from '#server/core/webhooks/token.ts'
import { findByToken } from '#server/core/webhooks/webhooks.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { Env } from '#server/env.ts'
import type { Cost, Limit, Limits } from '#server/live/limits.ts'
import type { Log } from '#server/log.ts'
import { callerAddress } from './address.ts'
import { readBody } from './read-body.ts'

/** Requests of one address that may come at once, as a multiple of what may come in a second. */
const BURST = 5
/** Bodies that a node reads at once: what they hold in memory is 64 times 256 KB at most. */
const BODIES_AT_ONCE = 64

/** What Slack's webhooks answer, which is what programs know. */
class Answer extends Error {
  constructor(
    readonly status: number,
    words: string,
    readonly retryAfterMs?: number,
  ) {
    super(words)
  }
}

type Deps = { pool: pg.Pool; limits: Limits; messages: Pick<Messages, 'post'>; env: Env; log: Log }

/**
 * `POST /hooks/<secret>`: other programs post into a room, as they post to Slack [Z1]. The address decides, and every answer is one
 * word. Nothing that is posted has anything fetched.
 */
export function createWebhookDoor({ pool, limits, messages, env, log }: Deps) {
  const query = queryOn(pool)
  const perAddress = env.LIMIT_WEBHOOK_REQUESTS_PER_SECOND
  const ofAddress: Limit = { name: 'webhook address', perSecond: perAddress, burst: perAddress * BURST }
  const perMinute = env.LIMIT_WEBHOOK_POSTS_PER_MINUTE
  const ofWebhook: Limit = { name: 'webhook', points: perMinute, durationSeconds: 60, burst: perMinute }
  const perSecond = env.LIMIT_ROOM_MESSAGES_PER_SECOND
  const ofRoom: Limit = { name: 'room', perSecond, burst: perSecond * 2 }
  let reading = 0

  async function within(...costs: Cost[]) {
    const verdict = await limits.consume(costs)
    if (!verdict.ok) throw new Answer(429, 'rate_limited', verdict.retryAfterMs)
  }

  async function read(request: IncomingMessage): Promise<string> {
    if (reading >= BODIES_AT_ONCE) throw new Answer(503, 'unavailable', 1_000)
    reading += 1
    try {
      return (await readBody(request, WEBHOOK_MAX_BYTES)).toString('utf8')
    } finally {
      reading -= 1
    }
  }

  async function take(path: string, request: IncomingMessage): Promise<void> {
    await within({ limit: ofAddress, key: callerAddress(request, env.TRUST_PROXY_HOPS) })
    const token = tokenIn(path)
    const webhook = token && (await findByToken(query, token))
    if (!webhook) throw new Answer(404, 'no_service')
    await within({ limit: ofWebhook, key: webhook.id }, { limit: ofRoom, key: webhook.roomId })
    const key = request.headers['idempotency-key']
    if (key !== undefined && (typeof key !== 'string' || key === '' || key.length > IDEMPOTENCY_KEY_MAX))
      throw new Answer(400, 'invalid_idempotency_key')
    const payload = readPayload(request.headers['content-type'] ?? '', await read(request))
    if (!payload) throw new Answer(400, 'invalid_payload')
    if (hasTooMany(payload)) throw new Answer(400, 'too_many_attachments')
    const body = bodyOf(payload)
    if (body === '') throw new Answer(400, 'no_text')
    await messages.post(webhook.author, {
      ...{ id: key === undefined ? uuidv7() : idOfKey(webhook.id, key), roomId: webhook.roomId, body },
      as: await shownAsOf(payload, isOwnEmoji),
    })
  }

  const isOwnEmoji = async (name: string) => (await query('SELECT 1 FROM custom_emoji WHERE name = $1', [name])).length > 0

  function answerOf(caught: unknown): Answer {
    if (caught instanceof Answer) return caught
    const known = passingToRefusal(caught)
    if (known instanceof Refusal) return fromRefusal(known)
    log.error({ error: caught }, 'a webhook’s post failed')
    return new Answer(503, 'unavailable', 2_000)
  }

  /** True when the path was one of webhooks. */
  return function answerWebhooks(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (!path.startsWith('/hooks/')) return false
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      say(response, 405, 'method_not_allowed')
      return true
    }
    take(path, request).then(
      () => say(response, 200, 'ok'),
      (caught: unknown) => {
        const { status, message, retryAfterMs } = answerOf(caught)
        if (retryAfterMs !== undefined) response.setHeader('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1_000)))
        // What was not read of the body is not read.
        if (!request.complete) response.setHeader('connection', 'close')
        say(response, status, message)
      },
    )
    return true
  }
}

const WORDS: Partial<Record<ErrorCode, [status: number, word: string]>> = {
  not_found: [404, 'no_service'],
  // Of a webhook, only the archive refuses.
  forbidden: [410, 'channel_is_archived'],
  muted: [403, 'action_prohibited'],
  banned: [403, 'action_prohibited'],
  blocked_by_rule: [403, 'action_prohibited'],
  too_large: [413, 'msg_too_long'],
  invalid: [400, 'invalid_payload'],
  conflict: [409, 'idempotency_key_reused'],
}

function fromRefusal({ code, more }: Refusal): Answer {
  const [status, word] = WORDS[code] ?? [503, 'unavailable']
  return new Answer(status, word, status === 503 ? (more.retryAfterMs ?? 1_000) : undefined)
}

const say = (response: ServerResponse, status: number, word: string) =>
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(word)
