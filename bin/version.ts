import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CHECKOUT } from './fingerprint.ts'

/** This version's number, from package.json. */
export const readVersion = (): string =>
  (JSON.parse(readFileSync(path.join(CHECKOUT, 'package.json'), 'utf8')) as { version: string }).version
