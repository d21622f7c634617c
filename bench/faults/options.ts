import { parseArguments, WrongOptions } from '#bench/arguments.ts'

export type Options = {
  what: 'short' | 'long' | 'row' | 'mutants'
  /** Rows or mutants by name; none: all. */
  names: string[]
  seed: number
  /** A long run’s durations for the rows named. */
  isLong: boolean
  json: boolean
  /** How long everybody may take to come to rest, in seconds. */
  rest: number
  /** Rows that only took too long are done once more. */
  again: boolean
  /** The mistake that this source holds already: its part in the database is made here. */
  mutant: string | undefined
}

const USE = 'Use: npm run faults -- short | long | row F17 [F18 …] | mutants [name …] [--again] [--seed N] [--json]'
const REST_SECONDS = 30

export function readOptions(args: string[], known: { rows: readonly string[]; mutants: readonly string[] }): Options {
  const { values, positionals } = parseArguments(args, {
    seed: { type: 'string' },
    rest: { type: 'string' },
    mutant: { type: 'string' },
    again: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  })
  const [what = 'short', ...names] = positionals
  if (what !== 'short' && what !== 'long' && what !== 'row' && what !== 'mutants') throw new WrongOptions(USE)
  if ((what === 'short' || what === 'long') && names.length > 0) throw new WrongOptions(USE)
  if (what === 'row' && names.length === 0) throw new WrongOptions(`Which row? There are ${known.rows.join(', ')}.`)
  const there = what === 'mutants' ? known.mutants : known.rows
  const unknown = names.find((name) => !there.includes(name))
  if (unknown !== undefined) throw new WrongOptions(`There is no "${unknown}": there are ${there.join(', ')}.`)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000))
  if (!Number.isSafeInteger(seed)) throw new WrongOptions('--seed must be a whole number.')
  const rest = Number(values.rest ?? REST_SECONDS)
  if (!(rest > 0)) throw new WrongOptions('--rest must be a number of seconds.')
  return {
    what,
    names,
    seed,
    isLong: what === 'long' || values.long,
    json: values.json,
    rest,
    again: values.again,
    mutant: values.mutant,
  }
}
