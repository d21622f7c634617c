import type { Query } from '#server/database/transaction.ts'
import type { Part } from './row.ts'

/** What lies in the storage for a file, and how long it is where that is known (bytes). */
export type Stored = { fileId: string; key: string; size: number | null }

/**
 * Everything in the storage that belongs to somebody: parts of files and their small pictures. `query` says as of when: what is
 * put never changes, so a copy of these keys is whole though people write meanwhile.
 */
export async function listStored(query: Query): Promise<Stored[]> {
  const rows = await query<{ id: string; parts: Part[]; thumb: string | null }>(
    'SELECT id, parts, thumb FROM attachment WHERE removed_at IS NULL ORDER BY id',
  )
  return rows.flatMap(({ id, parts, thumb }) => [
    ...parts.map(({ key, size }) => ({ fileId: id, key, size })),
    ...(thumb === null ? [] : [{ fileId: id, key: thumb, size: null }]),
  ])
}

/** Whether a file is still somebody's: one that was taken away a moment ago is not missed. */
export async function isKept(query: Query, fileId: string): Promise<boolean> {
  return (await query('SELECT FROM attachment WHERE id = $1 AND removed_at IS NULL', [fileId])).length > 0
}
