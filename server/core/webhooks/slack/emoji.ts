import { readFileSync } from 'node:fs'
import path from 'node:path'

/** The file that pages fetch their emoji from. */
const FILE = path.join(import.meta.dirname, '../../../../public/emoji/en.json')

let signs: Map<string, string> | null = null

function load(): Map<string, string> {
  const groups = JSON.parse(readFileSync(FILE, 'utf8')) as { emoji: [sign: string, names: string][] }[]
  return new Map(groups.flatMap(({ emoji }) => emoji.flatMap(([sign, names]) => names.split(' ').map((name) => [name, sign]))))
}

/** The sign of a short name, without its colons; null for one that is unknown here. */
export function signOf(name: string): string | null {
  signs ??= load()
  return signs.get(name) ?? null
}

const NAMED = /(?<![\w:]):([a-z0-9+-][a-z0-9_+-]{0,31})(?:::skin-tone-[2-6])?:(?![\w:])/g

/** `:tada:` becomes its sign. What is unknown stays: it may be one of the installation's own. */
export const withSigns = (text: string): string => text.replace(NAMED, (typed, name: string) => signOf(name) ?? typed)
