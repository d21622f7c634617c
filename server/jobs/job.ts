import type { z } from 'zod'

/** What a handler is given beside its payload. */
export type Run = {
  /** 1 the first time. */
  attempt: number
  /** Aborted when its time is over, its lease is lost, or the node ends. */
  signal: AbortSignal
}

export type JobKind = {
  kind: string
  /** How many of this kind one node runs at once: a slow kind never holds up another. */
  concurrency: number
  /** Begun this often, it is dead. */
  attempts: number
  /** A run that takes longer (ms) has failed. */
  timeoutMs: number
  /** The pause after a failure grows up to this (ms). */
  pauseMaxMs: number
  handle(payload: unknown, run: Run): Promise<void>
}

/** Thrown by a handler for which trying again is no use: the job is dead at once. */
export class Hopeless extends Error {}

/**
 * A kind of job. Its handler may run more than once for one job, on any node, and must end up the same [T1]. What it throws
 * is tried again with a growing pause, up to `attempts` times.
 */
export function defineJob<Payload extends z.ZodType>(wanted: {
  kind: string
  payload: Payload
  concurrency?: number
  attempts?: number
  timeoutMs?: number
  pauseMaxMs?: number
  handle(payload: z.output<Payload>, run: Run): Promise<void>
}): JobKind {
  const { kind, payload: schema, handle, concurrency = 4, attempts = 10, timeoutMs = 30_000, pauseMaxMs = 3_600_000 } = wanted
  return {
    ...{ kind, concurrency, attempts, timeoutMs, pauseMaxMs },
    async handle(payload, run) {
      const read = schema.safeParse(payload)
      if (!read.success) throw new Hopeless('its payload can’t be read')
      await handle(read.data, run)
    },
  }
}
