import type { Query } from '#server/database/transaction.ts'
import { quote } from '../backup/tables.ts'

/** What nobody can use outside: who is signed in and how one signs in, counters, what is reckoned from the rest, and what waits to be done. */
const LEFT_OUT =
  /^(session|account|account_limit|one_time_token|second_step|recovery_code|passkey|job|search_.*|keyword_cursor|attachment_usage|.*_head)$/
/** What must never leave, in whatever table it is. */
const SECRET = /password|secret|token|hash|private|skeleton|(^|_)key$|^(auth|p256dh|endpoint)$/
/** Where it lies in the storage: the export has its own folder. */
const OF_THE_STORAGE = /^(parts|thumb)$/

/** Tables and the columns of each that an export shows. */
export async function listExported(query: Query): Promise<{ name: string; columns: string[] }[]> {
  const tables = await query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relpersistence <> 'u' AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.relname ORDER BY c.relname`,
  )
  return tables
    .filter(({ name }) => !LEFT_OUT.test(name))
    .map(({ name, columns }) => ({
      name,
      columns: columns.filter((column) => !SECRET.test(column) && !OF_THE_STORAGE.test(column)),
    }))
}

/** A query of one JSON text a row, under the database's own names. */
export const rowsOf = ({ name, columns }: { name: string; columns: string[] }) =>
  `SELECT row_to_json(t)::text FROM (SELECT ${columns.map(quote).join(', ')} FROM ${quote(name)}) t`
