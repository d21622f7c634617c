import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { CHECKOUT } from '../fingerprint.ts'
import kept from './measured.json' with { type: 'json' }

/** What plans are reckoned from. Each number is one that `npm run bench` measured. */
export type Measured = {
  /** Where they come from, for the reader. */
  from: string
  /** Memory of a socket host for an idle connection, in KB. */
  connectionKb: number
  /** Processor time of a socket host for one message at one member: in rooms where one writes at a time, and where many do. */
  microsPerDelivery: { alone: number; together: number }
  /** What one PostgreSQL commits in a second. */
  messagesPerSecond: number
  /** On disk for one message of about 100 letters, with its own indexes; and what search keeps of it. */
  messageBytes: number
  indexBytes: number
}

const cell = z
  .union([z.number(), z.object({ median: z.number() }).transform(({ median }) => median), z.string(), z.null()])
  .optional()
const report = z.object({
  results: z.array(z.object({ name: z.string(), rows: z.array(z.record(z.string(), cell)) })),
})

/** The numbers that are kept in the repository, with those of this machine's newest report of `npm run bench` over them. */
export function readMeasured(folder: string = path.join(CHECKOUT, 'bench/results')): Measured {
  const newest = list(folder).at(-1)
  if (newest === undefined) return kept
  const read = report.safeParse(JSON.parse(readFileSync(path.join(folder, newest), 'utf8')))
  if (!read.success) return kept
  const find = (name: string, fits: (row: Record<string, unknown>) => boolean, key: string): number | undefined => {
    const value = read.data.results.find((result) => result.name === name)?.rows.find(fits)?.[key]
    return typeof value === 'number' && value > 0 ? value : undefined
  }
  const fanout = (writers: number) =>
    find('fanout', (row) => row.system === 'Parley' && row.R === 100 && row.S === writers, 'cpu')
  const own = {
    connectionKb: find('connections', (row) => row.system === 'Parley', 'rss'),
    alone: fanout(1),
    together: fanout(50),
    messagesPerSecond: find('persist', (row) => row.C === 500 && /group commit/.test(String(row.way)), 'perSecond'),
  }
  if (Object.values(own).every((value) => value === undefined)) return kept
  return {
    ...kept,
    from: `bench/results/${newest}, and ${kept.from} for what it lacks`,
    connectionKb: own.connectionKb ?? kept.connectionKb,
    microsPerDelivery: {
      alone: own.alone ?? kept.microsPerDelivery.alone,
      together: own.together ?? kept.microsPerDelivery.together,
    },
    messagesPerSecond: own.messagesPerSecond ?? kept.messagesPerSecond,
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch {
    return []
  }
}
