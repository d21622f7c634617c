import type { TestProject } from 'vitest/node'
import { startRedis } from '#server/live/testing/redis-server.ts'
import { startThrowawayPostgres } from './throwaway.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that test databases are copied from. Nothing may stay connected to it. */
    templateUrl: string
    /** A Redis shared by all test files: tests that take Redis away start their own. */
    redisUrl: string
  }
}

/** Runs once before the integration tests: one PostgreSQL, migrated once, and one Redis. */
export default async function setUp({ provide }: TestProject) {
  const [postgres, redis] = await Promise.all([startThrowawayPostgres(), startRedis()])
  provide('templateUrl', postgres.url)
  provide('redisUrl', redis.url)
  return async () => {
    await Promise.all([postgres.stop(), redis.kill()])
  }
}
