import { type Answer, Refusal } from '#protocol/errors.ts'
import { INVALID_MAX } from '#protocol/limits.ts'
import { type RequestName, requests } from '#protocol/requests.ts'
import { passingToRefusal } from '#server/core/messages/refusals.ts'
import type { Cost, Limits } from '#server/live/limits.ts'
import type { Log } from '#server/log.ts'
import type { Counts } from '#server/metrics/counts.ts'
import { createRoomQueue } from './room-queue.ts'
import { type ChatSocket, type Handlers, roomOf } from './types.ts'

/** Too fast happens to the best: only a flood of thousands counts as nonsense. */
const TOO_FAST_WEIGHT = 0.02

type Ack = (answer: Answer<unknown>) => void
type Deps = {
  handlers: Handlers
  limits: Limits
  costsOf: (event: RequestName, payload: unknown, userId: string, hears: (roomId: string) => boolean) => Cost[]
  counts: Counts
  log: Log
}

const isRequest = (event: string): event is RequestName => Object.hasOwn(requests, event)
const BEFORE_HELLO: ReadonlySet<string> = new Set<RequestName>(['session:hello'])
/** Best effort: nobody needs to wait for their answer. */
const WITHOUT_ACK: ReadonlySet<string> = new Set<RequestName>([
  'typing:set',
  'room:delivered',
  'presence:set',
  'presence:watch',
  'session:visible',
])

/**
 * The one gate of the wire: it checks a request's name and shape, waits for its turn in its room, asks the limits, calls
 * its handler and answers. Nothing that comes in ends the process or goes unanswered; whoever keeps sending nonsense is
 * closed [S2].
 */
export function createGate({ handlers, limits, costsOf, counts, log }: Deps) {
  return function admit(socket: ChatSocket) {
    const inTurn = createRoomQueue()

    function strike(weight = 1) {
      socket.data.strikes += weight
      if (socket.data.strikes >= INVALID_MAX) socket.conn.close()
    }

    function answer(ack: Ack | undefined, reply: Answer<unknown>) {
      if (!reply.ok && reply.error.code === 'invalid') strike()
      if (!reply.ok && reply.error.code === 'rate_limited') strike(TOO_FAST_WEIGHT)
      ack?.(reply)
    }

    async function within(event: RequestName, payload: unknown) {
      const verdict = await limits.consume(
        costsOf(event, payload, socket.data.actor.user.id, (id) => socket.rooms.has(roomOf(id))),
      )
      if (verdict.ok) return
      const { retryAfterMs, limit } = verdict
      throw new Refusal('rate_limited', limit === 'room' ? 'This room is too busy.' : 'That was too fast.', { retryAfterMs })
    }

    async function handle<Name extends RequestName>(event: Name, payload: unknown): Promise<Answer<unknown>> {
      const checked = requests[event].payload.safeParse(payload)
      if (!checked.success) return { ok: false, error: toInvalid(checked.error.issues) }
      if (!socket.data.isReady && !BEFORE_HELLO.has(event)) {
        return { ok: false, error: { code: 'invalid', message: 'Say session:hello first.' } }
      }
      if (event === 'message:send') counts.came((checked.data as { id: string }).id)
      try {
        const { roomId } = checked.data as { roomId?: unknown }
        const data = await inTurn(typeof roomId === 'string' ? roomId : null, async () => {
          await within(event, checked.data)
          const handler = handlers[event] as (context: unknown, payload: unknown) => Promise<unknown>
          return handler({ socket, actor: socket.data.actor }, checked.data)
        })
        return { ok: true, data }
      } catch (caught) {
        if (event === 'message:send') counts.refused((checked.data as { id: string }).id)
        const error = passingToRefusal(caught)
        if (error instanceof Refusal) return { ok: false, error: error.toError() }
        log.error({ error, event }, 'a request failed')
        return {
          ok: false,
          error: { code: 'unavailable', message: 'Something went wrong here. It will be tried again.', retryAfterMs: 2_000 },
        }
      }
    }

    socket.onAny((event: unknown, ...args: unknown[]) => {
      const last = args.at(-1)
      const ack = typeof last === 'function' ? (last as Ack) : undefined
      const isShaped = args.length <= 2 && (ack !== undefined || args.length <= 1)
      if (typeof event !== 'string' || !isRequest(event) || !isShaped) {
        answer(ack, { ok: false, error: { code: 'invalid', message: 'There is no such request.' } })
        return
      }
      if (!ack && !WITHOUT_ACK.has(event)) {
        strike()
        return
      }
      void handle(event, ack && args.length === 1 ? undefined : args[0]).then((reply) => {
        counts.answered(event, reply.ok ? 'ok' : reply.error.code)
        answer(ack, reply)
      })
    })
  }
}

type Issue = { path: PropertyKey[]; message: string }

function toInvalid(issues: readonly Issue[]) {
  const fields: Record<string, string> = {}
  for (const issue of issues.slice(0, 10)) fields[issue.path.map(String).join('.').slice(0, 100)] ??= issue.message
  const [first] = issues
  const where = first?.path.map(String).join('.').slice(0, 100)
  return { code: 'invalid' as const, message: where ? `${where}: ${first?.message}` : 'This request is malformed.', fields }
}
