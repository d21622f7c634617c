const required = (name: string) => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: this runs in integration and end-to-end tests only (server/testing/global.ts)`)
  return value
}

/** The migrated database of the tests' PostgreSQL, which test databases are copied from. */
export const templateUrl = () => required('TEST_DATABASE_URL')
/** The Redis that all tests share. */
export const sharedRedisUrl = () => required('TEST_REDIS_URL')
