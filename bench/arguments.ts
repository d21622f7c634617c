import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Thrown when the command line is wrong, with a sentence. */
export class WrongOptions extends Error {}

/** The words and options of a command line. Throws `WrongOptions` for options that are not known or lack their value. */
export function parseArguments<const Known extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: Known) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new WrongOptions(error instanceof Error ? error.message : String(error))
  }
}
