import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { CHECKOUT } from '#bin/fingerprint.ts'

/** All that runs or is imported, without what it made. */
const PLACES = ['server', 'client', 'protocol', 'prisma', 'bench', 'bin', 'package.json', 'tsconfig.json', 'prisma.config.ts']
const MADE = ['bench/results']

/** Copies this checkout's source to `root`, with its packages linked, to be patched and run there. */
export function copySource(root: string) {
  mkdirSync(root, { recursive: true })
  const left = new Set(MADE.map((place) => path.join(CHECKOUT, place)))
  for (const place of PLACES) {
    cpSync(path.join(CHECKOUT, place), path.join(root, place), { recursive: true, filter: (from) => !left.has(from) })
  }
  symlinkSync(path.join(CHECKOUT, 'node_modules'), path.join(root, 'node_modules'))
}
