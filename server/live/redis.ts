import { Command, Redis } from 'ioredis'
import type { Log } from '#server/log.ts'
import { createSeldom } from '#server/log-seldom.ts'
import { createBreaker } from './breaker.ts'
import { reasonOf, surviveBadMessages, surviveFailedReplies } from './redis-guards.ts'

/** Nobody waits longer for one command. */
export const COMMAND_TIMEOUT_MS = 250
const CONNECT_TIMEOUT_MS = 2_000
/** A connection that owes an answer for this long is given up and made anew. */
const SOCKET_TIMEOUT_MS = 5_000
const DISCONNECT_TIMEOUT_MS = 250
const RETRY_BASE_MS = 50
const RETRY_CAP_MS = 2_000

/** What becomes of a command while Redis is away: refused without a wait. */
export class RedisAway extends Error {
  constructor() {
    super('Redis is away')
  }
}

export type RedisStats = {
  failedCommands: number
  skippedCommands: number
  badMessages: number
  outages: number
  /** Nobody waits for it: it did not answer, and is probed. */
  isBreakerOpen: boolean
}

export type RedisLink = {
  /** For commands. They reject within 250 ms; while Redis is away, at once. Its `publish` never rejects. */
  client: Redis
  isUp(): boolean
  /** Best effort: what can't be published now is lost. Never throws or rejects. */
  publish(channel: string, message: Buffer): void
  /**
   * Hears a channel, across reconnects, until the returned function is called. `hearing` is told when it is heard for the
   * first time, `lost` whenever the connection that hears is gone.
   */
  subscribe(channel: string, on: { message(message: Buffer): void; hearing(): void; lost(): void }): () => void
  /** Makes the subscriber's connection anew, with all that was subscribed: for a connection that looks alive and is deaf. */
  renewSubscriber(): void
  /** Tells each time that Redis can be reached (again). Returns how to stop listening. */
  onUp(listener: () => void): () => void
  /** A pair for `createAdapter` of `@socket.io/redis-adapter`: promises it throws away never reject, and messages it can't read never throw [L7]. */
  createAdapterClients(): { pub: Redis; sub: Redis }
  stats(): RedisStats
  close(): void
}

const SHARED = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  retryStrategy: (times: number) => Math.min(RETRY_BASE_MS * 2 ** Math.min(times, 10), RETRY_CAP_MS) * (0.5 + Math.random() / 2),
  // After a failover the former primary refuses writes: ask the name again.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  connectionName: 'parley',
  disableClientInfo: true,
}
// What was asked before an outage must not run after it.
const COMMANDS = {
  ...SHARED,
  commandTimeout: COMMAND_TIMEOUT_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
}
const SUBSCRIBER = { ...SHARED, maxRetriesPerRequest: null }

/**
 * Opens two connections, one for commands and one that listens. Neither an outage nor its end ends the process or needs a
 * restart [L5]: they reconnect for ever, at most 2 s apart. Whether the URL works at all is `pingRedis`'s question.
 */
export function connectRedis(url: string, log: Log): RedisLink {
  const stats = { failedCommands: 0, skippedCommands: 0, badMessages: 0, outages: 0 }
  const client = new Redis(url, COMMANDS)
  const sub = new Redis(url, SUBSCRIBER)
  const upListeners = new Set<() => void>()
  let wasUp = false

  const tellUp = () => {
    for (const listener of upListeners) listener()
  }
  const noteUp = () => {
    if (!wasUp) log.info('Redis answers')
    wasUp = true
    tellUp()
  }
  const noteAway = (error?: Error) => {
    if (!wasUp) return
    wasUp = false
    stats.outages++
    log.warn({ reason: error && reasonOf(error) }, 'Redis is away: limits, presence and other nodes degrade until it is back')
  }

  const send = client.sendCommand.bind(client)
  const breaker = createBreaker({
    probe: () => send(new Command('ping')) as Promise<unknown>,
    onRecovered: noteUp,
  })
  const isUp = () => client.status === 'ready' && !breaker.isOpen()
  client.sendCommand = (command: Command, stream) => {
    // The handshake of a new connection runs before it is ready, and must pass.
    if (client.status === 'ready' && breaker.isOpen()) {
      stats.skippedCommands++
      command.reject(new RedisAway())
      return command.promise
    }
    const sent = send(command, stream)
    command.promise.then(breaker.succeeded, (error: Error) => {
      stats.failedCommands++
      // An error that Redis replied is an answer, and a connection being made anew is known to be none.
      if (error.name === 'ReplyError' || client.status !== 'ready') return
      breaker.failed()
      if (breaker.isOpen()) noteAway(error)
    })
    return sent
  }

  client.on('ready', () => {
    breaker.close()
    noteUp()
  })
  client.on('close', () => noteAway())
  client.on('error', noteAway)
  sub.on('ready', tellUp)
  // Without a listener an error would end the process; the command client's tells the log.
  sub.on('error', () => undefined)

  const onFailedReply = (error: unknown) => log.debug({ reason: reasonOf(error) }, 'Redis refused')
  surviveFailedReplies(client, ['publish'], onFailedReply)
  surviveFailedReplies(sub, ['subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'], onFailedReply)
  const badMessage = createSeldom<unknown>((count, error) =>
    log.warn({ count, reason: reasonOf(error) }, 'Messages from Redis could not be read'),
  )
  surviveBadMessages(sub, (error) => {
    stats.badMessages++
    badMessage(error)
  })

  return {
    client,
    isUp,
    publish: (channel, message) => void client.publish(channel, message),
    subscribe: (channel, on) => {
      const hear = (from: Buffer, message: Buffer) => {
        if (from.toString() === channel) on.message(message)
      }
      sub.on('messageBuffer', hear)
      sub.on('close', on.lost)
      sub.subscribe(channel).then(on.hearing)
      return () => {
        sub.off('messageBuffer', hear)
        sub.off('close', on.lost)
        void sub.unsubscribe(channel)
      }
    },
    renewSubscriber: () => sub.disconnect(true),
    onUp: (listener) => {
      upListeners.add(listener)
      return () => void upListeners.delete(listener)
    },
    createAdapterClients: () => ({ pub: client, sub }),
    stats: () => ({ ...stats, isBreakerOpen: breaker.isOpen() }),
    close: () => {
      breaker.close()
      upListeners.clear()
      wasUp = false
      client.disconnect()
      sub.disconnect()
    },
  }
}
