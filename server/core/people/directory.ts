import { PAGE_DEFAULT } from '#protocol/limits.ts'
import type { User, UserRole } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { sharesRoom } from './known.ts'
import { isNamed, namePattern } from './named.ts'
import { createPeople } from './people.ts'

export type DirectoryWanted = {
  query?: string | undefined
  role?: UserRole | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/**
 * Everybody here by name, in pages that join on: those whose name begins with the text or has a word that does, or of one role.
 * Closed accounts and bots are in no page, and to a guest whoever shares no room with them [V1].
 */
export async function listDirectory(
  query: Query,
  viewer: Pick<User, 'id' | 'role'>,
  wanted: DirectoryWanted,
): Promise<{ users: User[]; next?: string }> {
  const limit = wanted.limit ?? PAGE_DEFAULT
  const [afterId, afterName] = readCursor(wanted.cursor)
  const rows = await query<{ id: string; key: string }>(
    `SELECT u.id, lower(u.display_name) AS key FROM users u
     WHERE u.deactivated_at IS NULL AND NOT u.bot AND ${isNamed}
       AND ($2::user_role IS NULL OR u.role = $2::user_role)
       AND ($4 OR u.id = $3 OR ${sharesRoom('$3', 'u.id')})
       AND ($5::text IS NULL OR (lower(u.display_name), u.id::text) > ($5, $6))
     ORDER BY lower(u.display_name), u.id::text LIMIT $7`,
    [namePattern(wanted.query ?? ''), wanted.role ?? null, viewer.id, viewer.role !== 'guest', afterName, afterId, limit + 1],
  )
  const page = rows.slice(0, limit)
  const users = new Map((await createPeople(query).get(page.map(({ id }) => id))).map((user) => [user.id, user]))
  const end = page.at(-1)
  return {
    users: page.flatMap(({ id }) => users.get(id) ?? []),
    ...(rows.length > limit && end ? { next: `${end.id} ${end.key}` } : {}),
  }
}

/** An id and the name behind it; what is none of ours begins anew. */
function readCursor(cursor: string | undefined): [id: string | null, name: string | null] {
  const space = cursor?.indexOf(' ') ?? -1
  return cursor === undefined || space < 0 ? [null, null] : [cursor.slice(0, space), cursor.slice(space + 1)]
}
