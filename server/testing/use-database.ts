import { afterAll, beforeAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** A test database for all tests of a file or `describe`: made before them, dropped after them. Call the answer inside a test. */
export function useTestDatabase(): () => TestDatabase {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database?.drop())
  return () => {
    if (!database) throw new Error('the test database is there inside tests only')
    return database
  }
}
