import type { Redis } from 'ioredis'

/**
 * What went wrong, fit for a log: Redis errors carry the command with its arguments, and those may hold a password or what
 * somebody wrote.
 */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? with args beginning with.*/s, '') : 'unknown'

type Reply = (...args: unknown[]) => Promise<unknown>
type Listener = (...args: unknown[]) => unknown

/**
 * Makes these verbs of a client resolve also when they fail; `onFailure` hears why. The Socket.IO adapter and ioredis's own
 * resubscribing throw such promises away, and one rejection that nobody handles ends the process
 * (socketio/socket.io-redis-adapter#425, #513).
 */
export function surviveFailedReplies(
  client: Redis,
  verbs: ('publish' | 'subscribe' | 'psubscribe' | 'unsubscribe' | 'punsubscribe')[],
  onFailure: (error: unknown) => void,
): void {
  for (const verb of verbs) {
    const ask = (client[verb] as Reply).bind(client)
    const survive: Reply = (...args) =>
      ask(...args).catch((error: unknown) => {
        onFailure(error)
        return 0
      })
    Object.assign(client, { [verb]: survive })
  }
}

const MESSAGE_EVENTS = new Set<string | symbol>(['messageBuffer', 'pmessageBuffer'])

/**
 * Makes listeners of messages harmless: what one throws, or rejects with, goes to `onFailure`. The adapter decodes outside
 * any `try`, so that one garbled message would end the process [L7].
 */
export function surviveBadMessages(client: Redis, onFailure: (error: unknown) => void): void {
  const on = client.on.bind(client) as (event: string | symbol, listener: Listener) => Redis
  const survive = (listener: Listener): Listener => {
    const guarded: Listener = (...args) => {
      try {
        const result = listener(...args)
        if (result instanceof Promise) result.catch(onFailure)
      } catch (error) {
        onFailure(error)
      }
    }
    // `off` finds a wrapped listener by this property, as it does those of `once`.
    return Object.assign(guarded, { listener })
  }
  Object.assign(client, {
    on: (event: string | symbol, listener: Listener) => on(event, MESSAGE_EVENTS.has(event) ? survive(listener) : listener),
  })
}
