import type pg from 'pg'
import { queryOn } from '#server/database/transaction.ts'
import { countJobs, type JobCounts } from '#server/jobs/counts.ts'
import type { Live } from '#server/live/live.ts'
import { BEHIND, type ChatServer } from '#server/sockets/types.ts'
import type { Counts } from './counts.ts'
import { quantileOf } from './durations.ts'
import type { LoopLag } from './loop-lag.ts'
import { type ProcessNumbers, readProcess } from './process.ts'

/** The queue is in the database: one that is away or slow must not hold up what says so. */
const JOBS_WITHIN_MS = 1_000

type Deps = {
  io: ChatServer
  pool: pg.Pool
  live: Live
  counts: Counts
  loopLag: () => LoopLag
  /** What waits for its turn on this node. */
  queues: () => Queues
  repairs: () => { rooms: number; people: number; sessions: number; runs: number }
  isDraining: () => boolean
  isReady: () => Promise<boolean>
}

/** What waits on this node: messages for their commit, first requests, searches, connections at the door. */
export type Queues = { messages: number; hellos: number; searches: number; door: number }

/** One node, now: what it counted since it started, what is open, what waits. Times are seconds, sizes bytes. */
export type Numbers = ReturnType<Counts['read']> & {
  ready: boolean
  draining: boolean
  connections: { websocket: number; polling: number; behind: number; people: number; rooms: number }
  /** From a message's coming to its being told to this node's connections; null before the first. */
  deliveredWithin: { p50: number | null; p95: number | null; p99: number | null }
  queues: Queues
  /** By kind; null while the database does not answer. Of the whole installation, the same on every node. */
  jobs: JobCounts[] | null
  pool: { open: number; idle: number; waiting: number; max: number }
  repairs: { rooms: number; people: number; sessions: number; runs: number }
  /** Null on a node without Redis. */
  redis: { up: boolean; breakerOpen: boolean; failed: number; skipped: number; outages: number } | null
  bus: { up: boolean; sent: number; received: number; dropped: number }
  loopLag: LoopLag
  process: ProcessNumbers
}

export type ReadNumbers = () => Promise<Numbers>

/**
 * Answers how to read this node in numbers: what `/metrics` shows, and whoever else draws them (an overview, a health page).
 * Nothing of a person, a room or a message is in them. Reading asks the database once, for the queue of jobs, and never rejects.
 */
export function createNumbers(deps: Deps): ReadNumbers {
  const { io, pool, live, counts } = deps
  const query = queryOn(pool)

  function readConnections(): Numbers['connections'] {
    const { rooms, sids } = io.of('/').adapter
    let people = 0
    let inRooms = 0
    for (const name of rooms.keys()) {
      if (name.startsWith('person:')) people += 1
      else if (name.startsWith('room:')) inRooms += 1
    }
    let websocket = 0
    for (const { conn } of io.of('/').sockets.values()) if (conn.transport.name === 'websocket') websocket += 1
    return { websocket, polling: sids.size - websocket, behind: rooms.get(BEHIND)?.size ?? 0, people, rooms: inRooms }
  }

  return async () => {
    const counted = counts.read()
    const redis = live.redis?.link
    const stats = redis?.stats()
    const [jobs, ready, ofProcess] = await Promise.all([
      within(JOBS_WITHIN_MS, countJobs(query)),
      within(JOBS_WITHIN_MS, deps.isReady()),
      readProcess(),
    ])
    return {
      ...counted,
      ready: ready ?? false,
      draining: deps.isDraining(),
      connections: readConnections(),
      deliveredWithin: {
        p50: quantileOf(counted.delivery, 0.5),
        p95: quantileOf(counted.delivery, 0.95),
        p99: quantileOf(counted.delivery, 0.99),
      },
      queues: deps.queues(),
      jobs,
      pool: { open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: pool.options.max },
      repairs: deps.repairs(),
      redis:
        redis && stats
          ? {
              up: redis.isUp(),
              breakerOpen: stats.isBreakerOpen,
              failed: stats.failedCommands,
              skipped: stats.skippedCommands,
              outages: stats.outages,
            }
          : null,
      bus: { up: live.bus.status() === 'up', ...live.bus.stats() },
      loopLag: deps.loopLag(),
      process: ofProcess,
    }
  }
}

/** What was answered in time, else null. */
function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  return Promise.race([work.catch(() => null), late]).finally(() => clearTimeout(timer))
}
