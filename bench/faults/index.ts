import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { WrongOptions } from '#bench/arguments.ts'
import { type Conditions, readConditions } from '#bench/report/conditions.ts'
import { ensureClient } from '#bin/generate.ts'
import { requireRedisServer } from '#bin/redis-server.ts'
import { mutants } from './mutants/index.ts'
import { runMutants } from './mutants/run.ts'
import { type Options, readOptions } from './options.ts'
import { isRed, toFaults, toOutcomeTable } from './report/report.ts'
import { ROWS } from './rows/index.ts'
import { runRows } from './run.ts'

const RESULTS = path.resolve(import.meta.dirname, '../results')

/** `npm run faults -- short | long | row F17 [F18 …] | mutants [name …] [--seed N] [--json]` */
export async function main(args: string[]): Promise<void> {
  let options: Options
  try {
    options = readOptions(args, { rows: ROWS.map((row) => row.id), mutants: mutants.map((mutant) => mutant.name) })
  } catch (error) {
    if (!(error instanceof WrongOptions)) throw error
    console.error(error.message)
    process.exit(2)
  }
  requireRedisServer()
  await ensureClient()
  const conditions = readConditions()
  const say = (text: string) => (options.json ? undefined : console.log(text))
  say(
    `${conditions.cores} cores of ${conditions.cpu}, Node ${conditions.node}, commit ${conditions.commit}, load ${conditions.loadBefore} before; seed ${options.seed}\n`,
  )
  const { passed, failed } = options.what === 'mutants' ? await mistakes(options, say) : await rows(options, conditions, say)
  say(`${passed} passed, ${failed} failed`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}

type Counts = { passed: number; failed: number }

async function rows(options: Options, conditions: Conditions, say: (text: string) => void): Promise<Counts> {
  const at = conditions.at.replaceAll(/[:.]/g, '-')
  const wanted = ROWS.filter((row) => (options.what === 'row' ? options.names.includes(row.id) : options.isLong || row.star))
  const impossible = wanted.flatMap((row) => {
    const why = row.impossible?.() ?? null
    return why === null ? [] : [{ row, why }]
  })
  for (const { row, why } of impossible) say(`  – ${row.id} ${row.title}  not done: ${why}`)
  const mutant = mutants.find(({ name }) => name === options.mutant)
  const began = performance.now()
  const outcomes = await runRows({
    rows: wanted.filter((row) => !impossible.some((other) => other.row === row)),
    seed: options.seed,
    isLong: options.isLong,
    restMs: options.rest * 1_000,
    again: options.again,
    mend: mutant?.mend,
    historyFile: (row) => path.join(RESULTS, `faults-${at}-${row}.jsonl`),
    onOutcome(outcome) {
      const { row, title, seconds, errors } = outcome
      say(`  ${isRed(outcome) ? '✗' : '✓'} ${row} ${title}  ${seconds.toFixed(1)} s`)
      for (const line of toFaults(outcome)) say(`      ${line}`)
      for (const line of errors) say(`      a node said: ${line}`)
    },
  })
  say(`\n${toOutcomeTable(outcomes)}\n`)
  const report = { conditions, options, seconds: (performance.now() - began) / 1_000, outcomes }
  mkdirSync(RESULTS, { recursive: true })
  const file = path.join(RESULTS, `faults-${at}.json`)
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  if (options.json) await print(report)
  else say(`Written to ${path.relative(process.cwd(), file)}, ${report.seconds.toFixed(0)} s`)
  const failed = outcomes.filter(isRed).length
  return { passed: outcomes.length - failed, failed }
}

async function mistakes(options: Options, say: (text: string) => void): Promise<Counts> {
  const chosen = mutants.filter(({ name }) => options.names.length === 0 || options.names.includes(name))
  const verdicts = await runMutants(chosen, options.seed, say)
  if (options.json) await print({ seed: options.seed, verdicts })
  const failed = verdicts.filter((verdict) => !verdict.isRight).length
  return { passed: verdicts.length - failed, failed }
}

/** Resolves when all of it is written: a pipe takes no more than it holds, and the process ends right after. */
const print = (report: unknown) =>
  new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(report)}\n`, () => resolve()))
