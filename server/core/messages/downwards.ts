import { Refusal } from '#protocol/errors.ts'
import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { Message } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { type MessageRow, messageColumns, toMessage } from './row.ts'
import { countFitting } from './size.ts'

type Wanted = {
  roomId: string
  viewer: string
  /** What the page descends by; its last value is the cursor. */
  by: 'seq' | 'rev'
  /** Which messages (`m`), as SQL without parameters. */
  where: string
  cursor: string | undefined
}

/** Some of a room's messages, the greatest `by` first: 50 a page, and what fits in 256 KB. Refuses `invalid` for a cursor nobody gave. */
export async function readDownwards(
  query: Query,
  { roomId, viewer, by, where, cursor }: Wanted,
): Promise<{ messages: Message[]; next?: string }> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
    throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
  const rows = await query<MessageRow>(
    `SELECT ${messageColumns('$2')} FROM message m WHERE m.room_id = $1 AND m.${by} < $3 AND ${where} ORDER BY m.${by} DESC LIMIT $4`,
    [roomId, viewer, cursor ?? Number.MAX_SAFE_INTEGER, PAGE_DEFAULT + 1],
  )
  const found = rows.slice(0, PAGE_DEFAULT).map(toMessage)
  const messages = found.slice(0, countFitting(found, undefined, 1).count)
  const last = messages.at(-1)
  return messages.length < rows.length && last ? { messages, next: String(last[by]) } : { messages }
}
