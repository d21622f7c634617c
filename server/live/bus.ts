import { z } from 'zod'
import type { Log } from '#server/log.ts'

/** Greatest size of a message between nodes, in bytes of JSON. Larger ones are dropped on either side. */
export const BUS_MESSAGE_MAX_BYTES = 65_536

export type BusListener = (payload: unknown, from: string) => void
/** `sent` and `received` (of topics that somebody here listens to) count whole messages; `dropped` those that could not be told or read. */
export type BusStats = { sent: number; received: number; dropped: number }

/** Small messages between nodes, best effort: never a promise that one arrives, only that none does harm. */
export type Bus = {
  /** This node's name on the bus. */
  nodeId: string
  /** Tells every other node; a node does not hear itself. `payload` must be JSON. Never throws or rejects [L2]. */
  publish(topic: string, payload: unknown): void
  /** Hears a topic; the payload comes from outside, so the listener validates it. Returns how to stop. */
  subscribe(topic: string, listener: BusListener): () => void
  /** `up` while messages are known to get through; `down` says to look into the database instead. */
  status(): 'up' | 'down'
  stats(): BusStats
  close(): void
}

const envelope = z.object({ from: z.string().min(1).max(100), topic: z.string().min(1).max(100), payload: z.unknown() })

export type Envelope = z.infer<typeof envelope>

/** The half that both twins share: writes messages, reads them, and hands them to whoever listens. */
export function createMailroom(nodeId: string, log: Log) {
  const listeners = new Map<string, Set<BusListener>>()
  const stats: BusStats = { sent: 0, received: 0, dropped: 0 }

  /** The message as text, or null when it can't be told: then it is counted as dropped. */
  const write = (topic: string, payload: unknown): string | null => {
    try {
      const text = JSON.stringify({ from: nodeId, topic, payload } satisfies Envelope)
      if (Buffer.byteLength(text) <= BUS_MESSAGE_MAX_BYTES) {
        stats.sent++
        return text
      }
      log.warn({ topic, bytes: Buffer.byteLength(text) }, 'A message between nodes is too large')
    } catch (error) {
      log.warn({ topic, error }, 'A message between nodes is not JSON')
    }
    stats.dropped++
    return null
  }

  const read = (text: Buffer | string): Envelope | null => {
    if (text.length > BUS_MESSAGE_MAX_BYTES) return null
    try {
      return envelope.safeParse(JSON.parse(text.toString())).data ?? null
    } catch {
      return null
    }
  }

  /** Takes in what came: malformed, huge and foreign-shaped messages are dropped, and a listener that throws harms nobody [L3]. */
  const receive = (text: Buffer | string): Envelope | null => {
    const message = read(text)
    if (!message) {
      stats.dropped++
      return null
    }
    const ofTopic = listeners.get(message.topic)
    if (message.from === nodeId || !ofTopic) return message
    stats.received++
    for (const listener of ofTopic) {
      try {
        listener(message.payload, message.from)
      } catch (error) {
        stats.dropped++
        log.warn({ topic: message.topic, from: message.from, error }, 'A message from another node could not be used')
      }
    }
    return message
  }

  const subscribe = (topic: string, listener: BusListener) => {
    const ofTopic = listeners.get(topic) ?? new Set()
    listeners.set(topic, ofTopic.add(listener))
    return () => void ofTopic.delete(listener)
  }

  return { write, receive, subscribe, stats: () => ({ ...stats }), close: () => listeners.clear() }
}
