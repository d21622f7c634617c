import { expect, onTestFinished, test, vi } from 'vitest'
import { createTestDatabase } from '#server/testing/database.ts'
import { openDatabase } from './database.ts'
import { transaction } from './transaction.ts'

test('a connection that is killed between two statements of a transaction fails that transaction and nothing else [S2]', async () => {
  const own = await createTestDatabase()
  const onError = vi.fn()
  const database = openDatabase(own.url, 4, onError)
  onTestFinished(async () => {
    await database.close()
    await own.drop()
  })
  const work = transaction(database.pool, async (query) => {
    const [row] = await query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await own.pool.query('SELECT pg_terminate_backend($1)', [row?.pid])
    // Nothing is asked while it breaks: without a listener the error would end this process.
    await vi.waitFor(() => expect(onError).toHaveBeenCalled())
    return query('SELECT 1')
  })
  await expect(work).rejects.toThrow()
  expect(await transaction(database.pool, (query) => query('SELECT 1 AS one'))).toEqual([{ one: 1 }])
})
