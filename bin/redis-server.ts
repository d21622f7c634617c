import { WrongEnvironment } from '#server/env.ts'
import { findProgram, installFromDistribution } from './find-program.ts'

/** A `redis-server` for the tests, which start their own. Throws `WrongEnvironment` with what to do when there is none. */
export function requireRedisServer(): string {
  const find = () => findProgram(['redis-server'])
  const found = find() ?? (installFromDistribution('redis-server') ? find() : undefined)
  if (found) return found
  throw new WrongEnvironment(
    'The tests need redis-server, and it could not be installed: install it (Debian: apt-get install redis-server; macOS: brew install redis).',
  )
}
