import { parseArguments, WrongOptions } from './arguments.ts'

export type Options = {
  names: string[]
  /** Measured time of each cell, in seconds. */
  seconds: number
  repeats: number
  /** Idle connections to each server. */
  connections: number
  /** Messages of the history that is searched. */
  messages: number
  /** Prints JSON in place of tables. */
  json: boolean
  /** Writes a CPU profile of our server for each of its cells into bench/results/. */
  profile: boolean
}

/** `usual`: what is measured when nothing is named. */
export function readOptions(args: string[], known: readonly string[], usual = known): Options {
  const { values, positionals } = parseArguments(args, {
    seconds: { type: 'string', default: '1' },
    repeats: { type: 'string', default: '3' },
    connections: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  })
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new WrongOptions(`There is no measurement "${unknown}": there are ${known.join(', ')}.`)
  return {
    names: positionals.length > 0 ? [...new Set(positionals)] : [...usual],
    seconds: number('seconds', values.seconds, 0.2, 5),
    repeats: number('repeats', values.repeats, 1, 20),
    connections: number('connections', values.connections, 100, 50_000),
    messages: number('messages', values.messages, 1_000, 20_000_000),
    json: values.json,
    profile: values.profile,
  }
}

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (!(value >= min && value <= max)) throw new WrongOptions(`--${name} must be a number from ${min} to ${max}.`)
  return value
}
