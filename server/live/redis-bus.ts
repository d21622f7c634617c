import type { Log } from '#server/log.ts'
import { type Bus, createMailroom } from './bus.ts'
import type { RedisLink } from './redis.ts'
import type { Seal } from './seal.ts'

export const BUS_CHANNEL = 'parley:bus'
const CANARY_TOPIC = 'canary'
const CANARY_EVERY_MS = 2_000
/** Silence after which a subscription counts as deaf: two canaries missed. */
const SILENCE_MS = 5_000

/**
 * The bus over one Redis channel. A connection can look alive and be deaf (TCP up, nothing arrives, no error: ioredis#1451),
 * so each node sends itself a canary every 2 s; when none was heard for 5 s the bus is `down` and the subscriber's
 * connection is made anew [L4].
 */
export function createRedisBus(deps: {
  nodeId: string
  redis: RedisLink
  seal: Seal
  log: Log
  canaryEveryMs?: number
  silenceMs?: number
}): Bus {
  const { nodeId, redis, log, seal, canaryEveryMs = CANARY_EVERY_MS, silenceMs = SILENCE_MS } = deps
  const mailroom = createMailroom(nodeId, log)
  const canary = seal.seal(JSON.stringify({ from: nodeId, topic: CANARY_TOPIC, payload: null }))
  let heardAt = Number.NEGATIVE_INFINITY
  let renewedAt = performance.now()

  const sing = () => redis.publish(BUS_CHANNEL, canary)
  const leave = redis.subscribe(BUS_CHANNEL, {
    message: (sealed) => {
      // What nobody of this installation sealed is unreadable, and counted as that.
      const message = mailroom.receive(seal.open(sealed) ?? '')
      if (message?.from === nodeId) heardAt = performance.now()
    },
    hearing: sing,
    // Until a canary is heard on the next connection.
    lost: () => {
      heardAt = Number.NEGATIVE_INFINITY
    },
  })
  const stopListening = redis.onUp(sing)
  const timer = setInterval(() => {
    sing()
    // While commands fail too, Redis is gone and both connections are being made anew already.
    if (!redis.isUp() || performance.now() - Math.max(heardAt, renewedAt) < silenceMs) return
    renewedAt = performance.now()
    log.warn('Redis publishes, but nothing is heard: subscribing anew')
    redis.renewSubscriber()
  }, canaryEveryMs)
  timer.unref()

  return {
    nodeId,
    publish: (topic, payload) => {
      const text = mailroom.write(topic, payload)
      if (text !== null) redis.publish(BUS_CHANNEL, seal.seal(text))
    },
    subscribe: mailroom.subscribe,
    status: () => (redis.isUp() && performance.now() - heardAt < silenceMs ? 'up' : 'down'),
    stats: mailroom.stats,
    close: () => {
      clearInterval(timer)
      stopListening()
      leave()
      mailroom.close()
    },
  }
}
