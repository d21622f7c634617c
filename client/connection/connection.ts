import type { ChatOptions } from '#client/api.ts'
import { jitter } from '#client/backoff.ts'
import type { ConnectionState } from '#client/types.ts'
import { Refusal } from '#protocol/errors.ts'
import type { EndedReason } from '#protocol/events.ts'
import { RECONNECT_BASE_MS, RECONNECT_CAP_MS, RECONNECT_TELL_AFTER } from '#protocol/limits.ts'
import { createAliveCheck } from './alive.ts'
import { type Ask, createPatientAsk, NoAnswer } from './ask.ts'
import { createGate } from './gate.ts'
import { type Link, openLink } from './link.ts'
import { createVisibility, isSeen, watchFocus } from './page.ts'
import { createPatience } from './patience.ts'
import { createSessionKeeper } from './session.ts'
import { createTokens } from './tokens.ts'
import { createTransports } from './transports.ts'
import { watchWakeUps } from './wake.ts'
import { within } from './within.ts'

/** Time (ms) a token, and then a connection, may take. */
const OPEN_MS = 10_000
/** A connection that lived this long (ms) starts the waits afresh. */
const STABLE_MS = 30_000
/** A wake-up does not try again sooner than this (ms) after the last attempt. */
const WAKE_MIN_MS = 1_000

export type ConnectionDeps = {
  options: Pick<ChatOptions, 'url' | 'getToken' | 'deviceId' | 'transports'>
  tell(state: ConnectionState): void
  /** Says hello, and whether the page is hidden, and takes the answer in. Resolves once the client is caught up. */
  hello(ask: Ask, hidden: boolean): Promise<{ expiresAt: string; serverTime: string }>
  /** What the server tells, in order, from the first moment of a connection on. */
  onEvent(name: string, payload: unknown): void
  onLive(): void
  /** Something was asked over a connection that goes on, and nobody answered. */
  onUnanswered(): void
  /** The connection is gone: what was asked over it is not answered any more. */
  onLost(): void
  random?: () => number
}

export type Connection = ReturnType<typeof createConnection>

/**
 * Stays connected: one attempt at a time, waits with full jitter, never gives up, and tries at once when the network may
 * have come back. Only a session that is over, or a server that refuses for good, ends it. A connection that made room for
 * another one of its person comes back when its page is looked at [J4].
 */
export function createConnection({
  options,
  tell,
  hello,
  onEvent,
  onLive,
  onUnanswered,
  onLost,
  random = Math.random,
}: ConnectionDeps) {
  const tokens = createTokens(options.getToken)
  const openBy = createTransports(options.transports)
  const gate = createGate()
  let state: ConnectionState = { status: 'stopped' }
  let link: Link | null = null
  /** The connection this was last: where a person has no place left, it gives up its own. */
  let former: string | undefined
  let host = options.url
  /** Names the attempt: what an older one still brings is nobody's. */
  let run = 0
  let tries = 0
  let refusedTokens = 0
  let since = Date.now()
  let attemptedAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stable: ReturnType<typeof setTimeout> | undefined
  let unwatch = () => {}

  const now: Ask = async (name, payload, withinMs) => {
    const asked = link
    if (!asked || state.status !== 'live') throw new NoAnswer('There is no connection.')
    try {
      return await asked.ask(name, payload, withinMs)
    } catch (error) {
      if (error instanceof NoAnswer && asked === link) onUnanswered()
      throw error
    }
  }
  const keeper = createSessionKeeper({ ask: now, tokens, random })
  const visibility = createVisibility(now)
  const isAlive = createAliveCheck()
  const patience = createPatience()

  const isSettled = () => state.status === 'live' || state.status === 'ended' || state.status === 'stopped'

  function become(next: ConnectionState) {
    state = next
    tell(next)
    if (isSettled()) gate.open(next.status === 'live')
  }

  async function attempt() {
    clearTimeout(timer)
    run += 1
    const mine = run
    attemptedAt = Date.now()
    become({ status: 'connecting', attempt: tries + 1, since })
    try {
      const opened = await open(mine)
      if (mine !== run) return opened.close()
      link = opened
      former = opened.id
      become({ status: 'catching-up', since })
      const lease = await hello(patience.of(opened.ask), visibility.forHello())
      if (mine !== run) return
      patience.answered()
      refusedTokens = 0
      since = Date.now()
      stable = setTimeout(() => {
        tries = 0
      }, STABLE_MS)
      keeper.start(lease)
      become({ status: 'live', since })
      visibility.start()
      onLive()
    } catch (error) {
      if (mine === run) failed(error)
    }
  }

  async function open(mine: number): Promise<Link> {
    const token = await within(OPEN_MS, tokens.get()).catch((error) => {
      // The web host itself says that nobody is signed in: another token can't help.
      if (error instanceof Refusal && error.code === 'unauthorized') refusedTokens += 1
      throw error
    })
    if (mine !== run) throw new NoAnswer()
    host = options.url ?? token.url
    return openBy((transports) =>
      openLink({
        ...{ url: options.url ?? token.url, token: token.token, deviceId: options.deviceId, former, transports },
        timeoutMs: OPEN_MS,
        onEvent: (name, payload) => mine === run && heard(name, payload),
        onBroken: () => mine === run && broken(),
      }),
    )
  }

  function heard(name: string, payload: unknown) {
    if (name === 'session:ended') return ended(payload as { reason: EndedReason; until?: string })
    if (name === 'session:expiring') return void keeper.refresh()
    if (name === 'server:draining') return move((payload as { reconnectWithinMs: number }).reconnectWithinMs)
    onEvent(name, payload)
  }

  /** The node goes: everybody leaves it at another moment, so that the others are not run over. */
  function move(withinMs: number) {
    const mine = run
    setTimeout(() => {
      if (mine === run) reconnect()
    }, random() * withinMs)
  }

  function leave() {
    run += 1
    clearTimeout(timer)
    clearTimeout(stable)
    keeper.stop()
    visibility.stop()
    if (state.status === 'live') since = Date.now()
    link?.close()
    if (link) onLost()
    link = null
  }

  function broken() {
    leave()
    wait()
  }

  function wait(refusal?: Refusal) {
    const delay = (refusal?.more.retryAfterMs ?? 0) + jitter(tries, { base: RECONNECT_BASE_MS, cap: RECONNECT_CAP_MS, random })
    tries += 1
    timer = setTimeout(() => void attempt(), delay)
    become({
      status: 'waiting',
      attempt: tries,
      retryAt: Date.now() + delay,
      since,
      unreachable: tries >= RECONNECT_TELL_AFTER,
      ...(refusal ? { error: refusal.toError() } : {}),
    })
  }

  function failed(error: unknown) {
    leave()
    const refusal = error instanceof Refusal ? error : undefined
    if (refusal?.code === 'banned') {
      const until = refusal.more.fields?.until
      return end({ status: 'ended', reason: 'banned', ...(until === undefined ? {} : { until }) })
    }
    if (refusal?.code === 'protocol_mismatch') return end({ status: 'ended', reason: 'protocol_mismatch' })
    if (refusal?.code === 'unauthorized' || refusal?.code === 'token_expired') {
      // A kept token may be older than a change of the session: a fresh one is tried once before that is believed.
      tokens.forget()
      refusedTokens += 1
      if (refusedTokens === 1) return void attempt()
      if (refusal.code === 'unauthorized') return end({ status: 'ended', reason: 'signed_out' })
    }
    wait(refusal)
  }

  function ended({ reason, until }: { reason: EndedReason; until?: string }) {
    leave()
    if (reason !== 'replaced') tokens.forget()
    // It made room as a hidden page, and is looked at by now: nothing will tell that again.
    else if (isSeen()) return wait()
    // The connection's own time ran out, as after sleep: whether the session did too, the web host tells.
    if (reason === 'expired' && Date.now() - attemptedAt > OPEN_MS) return void attempt()
    end({ status: 'ended', reason, ...(until === undefined ? {} : { until }) })
  }

  function end(last: ConnectionState) {
    unwatch()
    unwatch = last.status === 'ended' && last.reason === 'replaced' ? watchFocus(start) : () => {}
    become(last)
  }

  function woke(slept: boolean) {
    if (state.status === 'waiting' && Date.now() - attemptedAt > WAKE_MIN_MS) void attempt()
    else if (state.status === 'live') void check(slept)
  }

  async function check(slept: boolean) {
    const mine = run
    if (link && !(await isAlive(link, slept)) && mine === run) reconnect()
  }

  function reconnect() {
    leave()
    void attempt()
  }

  function start() {
    if (state.status !== 'stopped' && state.status !== 'ended') return
    tries = 0
    refusedTokens = 0
    since = Date.now()
    unwatch()
    unwatch = watchWakeUps(woke)
    void attempt()
  }

  function live(withinMs: number): Promise<void> {
    if (state.status === 'live') return Promise.resolve()
    return isSettled() ? Promise.reject(new NoAnswer('There is no connection.')) : gate.live(withinMs)
  }

  return {
    /** Asks now: rejects at once without a connection. */
    now,
    /** Asks once there is a connection, and again where the server says later. */
    ask: createPatientAsk({ ask: now, live }),
    isLive: () => state.status === 'live',
    /** Origin of the socket host that was connected to last; empty for the page's own. */
    host: () => (host ?? '').replace(/\/+$/, '').replace(/^ws/, 'http'),
    start,
    retryNow() {
      if (state.status === 'waiting') void attempt()
    },
    refreshSession: () => keeper.refresh(),
    /** Resolves once live, ended or stopped. */
    settled: (): Promise<void> => (isSettled() ? Promise.resolve() : gate.settled()),
    stop() {
      leave()
      end({ status: 'stopped' })
    },
  }
}
