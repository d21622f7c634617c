import type pg from 'pg'
import type { Message, User } from '#protocol/models.ts'
import { queryOn } from '#server/database/transaction.ts'
import { requireReadable } from '../rooms/access.ts'
import { readMessages } from './read.ts'
import { countFitting } from './size.ts'

/**
 * Messages of one room by id, ascending by seq; those that are not in it are left out. Past 256 KB the ids in `left` have to
 * be asked for again. Refuses `not_found`.
 */
export async function getMessages(
  pool: pg.Pool,
  user: User,
  roomId: string,
  ids: string[],
): Promise<{ messages: Message[]; left?: string[] }> {
  const query = queryOn(pool)
  await requireReadable(query, roomId, user)
  const found = (await readMessages(query, roomId, user.id, ids)).sort((a, b) => a.seq - b.seq)
  const { count } = countFitting(found, undefined, 1)
  const messages = found.slice(0, count)
  return count < found.length ? { messages, left: found.slice(count).map((message) => message.id) } : { messages }
}
