import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export const CHECKOUT = path.resolve(import.meta.dirname, '..')

/** SHA-256 of the files below `places` (relative to the checkout), names included. Places that are not there are left out. */
export function fingerprint(places: readonly string[], skip: (file: string) => boolean = () => false): string {
  const hash = createHash('sha256')
  for (const file of places
    .flatMap(list)
    .filter((name) => !skip(name))
    .sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(CHECKOUT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function list(place: string): string[] {
  const stats = statSync(path.join(CHECKOUT, place), { throwIfNoEntry: false })
  if (!stats) return []
  if (stats.isFile()) return [place]
  return readdirSync(path.join(CHECKOUT, place)).flatMap((name) => list(path.join(place, name)))
}

/** What a file holds, or nothing. */
export function readStamp(file: string): string | undefined {
  try {
    return readFileSync(path.join(CHECKOUT, file), 'utf8')
  } catch {
    return undefined
  }
}
