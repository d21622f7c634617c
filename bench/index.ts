import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureClient } from '#bin/generate.ts'
import { WrongOptions } from './arguments.ts'
import { connections } from './connections.ts'
import { fanout } from './fanout.ts'
import { type Options, readOptions } from './options.ts'
import { persist } from './persist.ts'
import { queue } from './queue.ts'
import { readConditions } from './report/conditions.ts'
import type { Result } from './report/result.ts'
import { toTable } from './report/table.ts'
import { search } from './search.ts'
import { web } from './web.ts'

/** `npm run bench -- [fanout] [persist] [connections] [web] [--seconds 1] [--repeats 3] [--connections 2000] [--json] [--profile]`, or `search [--messages 1000000]`, or `queue` */
const benches: Record<string, (options: Options) => Promise<Result>> = { fanout, persist, connections, web, search, queue }
/** A million messages take minutes to make: they are searched when that is asked for. */
const USUAL = ['fanout', 'persist', 'connections', 'web']
const RESULTS = path.resolve(import.meta.dirname, 'results')

try {
  const options = readOptions(process.argv.slice(2), Object.keys(benches), USUAL)
  await ensureClient()
  const conditions = readConditions()
  const say = (text: string) => (options.json ? undefined : console.log(text))
  say(
    `${conditions.cores} cores of ${conditions.cpu}, ${conditions.memoryGiB} GiB, Node ${conditions.node}, ${conditions.platform}, ` +
      `commit ${conditions.commit}, load ${conditions.loadBefore} before; loopback, no TLS\n`,
  )
  if (conditions.loadBefore > conditions.cores / 2)
    say('  The machine is busy with other work: read ratios and CPU a delivery, not messages a second.\n')
  const results: Result[] = []
  for (const name of options.names) {
    const began = performance.now()
    const result = await benches[name]!(options)
    results.push(result)
    say(`${result.title}\n\n${toTable(result)}\n`)
    for (const note of result.notes) say(`  ${note}`)
    for (const failure of result.failures) console.error(`  FAULT: ${failure}`)
    say(`  ${((performance.now() - began) / 1_000).toFixed(0)} s\n`)
  }
  const report = { conditions: { ...conditions, loadAfter: os.loadavg()[0] }, options, results }
  mkdirSync(RESULTS, { recursive: true })
  const file = path.join(RESULTS, `${conditions.at.replaceAll(/[:.]/g, '-')}.json`)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  if (options.json) console.log(JSON.stringify(report))
  else console.log(`Written to ${path.relative(process.cwd(), file)}`)
  if (results.some((result) => result.failures.length > 0)) process.exitCode = 1
} catch (error) {
  if (!(error instanceof WrongOptions)) throw error
  console.error(error.message)
  process.exitCode = 2
}
