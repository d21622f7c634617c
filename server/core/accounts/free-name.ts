import { randomInt } from 'node:crypto'
import { USERNAME_MAX } from '#protocol/limits.ts'
import type { Query } from '#server/database/transaction.ts'
import { type Name, normaliseUsername, readUsername } from './username.ts'

const NUMBERED = 9
const FALLBACK = 'newcomer'
const ROOM_FOR_NUMBER = 7

/** The first of the suggestions, made into a username, that nobody has; else the best of them with a number behind it. */
export async function freeName(query: Query, suggestions: string[]): Promise<Name> {
  const wanted = readAll(suggestions.map(toUsername))
  const base = wanted[0]?.username ?? FALLBACK
  const numbered = Array.from({ length: NUMBERED }, (_, index) => `${base}${index + 2}`)
  const names = [
    ...wanted,
    ...readAll([...(wanted.length === 0 ? [FALLBACK] : []), ...numbered, `${base}-${randomInt(100_000, 1_000_000)}`]),
  ]
  const rows = await query<{ skeleton: string }>(
    `SELECT skeleton FROM users WHERE skeleton = ANY ($1::text[])
     UNION SELECT skeleton FROM user_group WHERE skeleton = ANY ($1::text[]) AND deleted_at IS NULL`,
    [names.map((name) => name.skeleton)],
  )
  const taken = new Set(rows.map((row) => row.skeleton))
  const free = names.find((name) => !taken.has(name.skeleton))
  if (!free) throw new Error('no free username was found')
  return free
}

const readAll = (names: string[]) => names.map(readUsername).filter((name): name is Name => 'username' in name)

/** "Ada Lovelace" and "ada@example.org" as somebody would type them into the field: `ada.lovelace`, `ada`. */
function toUsername(suggestion: string): string {
  const typed = normaliseUsername(suggestion.replace(/@.*$/u, ''))
    .replace(/\s+/g, '.')
    .replace(/[^\p{L}\p{M}0-9._-]/gu, '')
    .replace(/([._-])[._-]+/g, '$1')
  return [...typed]
    .slice(0, USERNAME_MAX - ROOM_FOR_NUMBER)
    .join('')
    .replace(/^[._-]+|[._-]+$/g, '')
}
