import pg from 'pg'
import { z } from 'zod'
import { createLog } from '#server/log.ts'
import { defineJob } from '../job.ts'
import { createWorker } from '../worker.ts'

/** Takes one job and never ends it: for a test that kills this process. */
const [url, leaseMs] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url })
const held = defineJob({
  kind: 'count',
  payload: z.unknown(),
  async handle() {
    const { rows } = await pool.query<{ locked_until: Date }>('SELECT locked_until FROM job')
    process.send?.({ heldUntil: rows[0]?.locked_until.toISOString() })
    await new Promise(() => {})
  },
})
createWorker({ pool, nodeId: 'killed', log: createLog('silent'), kinds: [held], leaseMs: Number(leaseMs) }).start()
