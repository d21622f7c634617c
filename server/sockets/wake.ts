import pg from 'pg'
import { z } from 'zod'
import { customEmoji } from '#protocol/models.ts'
import { WAKE_CHANNEL } from '#server/database/notify.ts'
import type { Log } from '#server/log.ts'

const RETRY_MS = 1_000
const KEEPALIVE_MS = 10_000

const wake = z.object({
  room: z.string().optional(),
  person: z.string().optional(),
  session: z.string().optional(),
  notice: z.string().optional(),
  groups: z.boolean().optional(),
  people: z.boolean().optional(),
  apart: z.tuple([z.string(), z.string()]).optional(),
  emoji: z.object({ rev: z.int(), added: customEmoji.optional(), removed: z.string().optional() }).optional(),
  mod: z
    .object({
      case: z.string().optional(),
      report: z.string().optional(),
      sanction: z.string().optional(),
      appeal: z.string().optional(),
      bulk: z.string().optional(),
    })
    .optional(),
  connection: z.string().optional(),
  job: z.string().optional(),
  reason: z.string().optional(),
  until: z.string().optional(),
})
export type Woken = z.output<typeof wake>

/**
 * Listens on a connection of its own for what transactions tell when they commit, from a web host or another socket
 * host, with Redis dead too. `onBack` is told when it listens again after it was deaf.
 */
export function createWakeListener(deps: { url: string; log: Log; onWake: (woken: Woken) => void; onBack: () => void }) {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  async function listen(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: deps.url,
      connectionTimeoutMillis: 2_000,
      query_timeout: 5_000,
      keepAlive: true,
    })
    fresh.on('error', (error) => deps.log.warn({ error }, 'the connection that listens to the database broke'))
    fresh.on('end', () => again(fresh))
    fresh.on('notification', ({ payload }) => hear(payload ?? ''))
    client = fresh
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${WAKE_CHANNEL}`)
      beat(fresh)
    } catch (error) {
      deps.log.warn({ error }, 'the database can’t be listened to')
      await fresh.end().catch(() => undefined)
      again(fresh)
    }
  }

  function hear(payload: string) {
    try {
      deps.onWake(wake.parse(JSON.parse(payload)))
    } catch (error) {
      deps.log.warn({ error }, 'a notification could not be read')
    }
  }

  /** A half-open connection says nothing by itself: it is asked. */
  function beat(of: pg.Client) {
    timer = setTimeout(async () => {
      if (client !== of || isClosed) return
      try {
        await of.query('SELECT 1')
        beat(of)
      } catch {
        await of.end().catch(() => undefined)
        again(of)
      }
    }, KEEPALIVE_MS).unref()
  }

  function again(of: pg.Client) {
    if (client !== of || isClosed) return
    client = null
    if (timer) clearTimeout(timer)
    timer = setTimeout(async () => {
      await listen()
      if (client) deps.onBack()
    }, RETRY_MS)
  }

  return {
    start: listen,
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
