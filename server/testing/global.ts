import { startRedis } from '#server/live/testing/redis-server.ts'
import { startThrowawayPostgres } from './throwaway.ts'

/**
 * Runs once before the integration and end-to-end tests, in vitest and Playwright alike: one PostgreSQL, migrated once,
 * and one Redis. Test files hear of them by `TEST_DATABASE_URL` (the migrated database that theirs are copied from;
 * nothing may stay connected to it) and `TEST_REDIS_URL` (tests that take Redis away start their own).
 */
export default async function setUp() {
  const [postgres, redis] = await Promise.all([startThrowawayPostgres(), startRedis()])
  process.env.TEST_DATABASE_URL = postgres.url
  process.env.TEST_REDIS_URL = redis.url
  return async () => {
    await Promise.all([postgres.stop(), redis.kill()])
  }
}
