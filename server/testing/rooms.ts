import { createRoom as create } from '#server/core/rooms/create.ts'
import type { Home, Person } from './people.ts'

/** A room made by `maker`, its owner, with `members` in it. Answers its id. A channel's name is made up when left out. */
export async function createRoom(
  home: Home,
  maker: Person,
  wanted: { kind?: 'PUBLIC' | 'PRIVATE' | 'DIRECT'; name?: string; members?: readonly Person[] } = {},
): Promise<string> {
  const kind = wanted.kind ?? 'PUBLIC'
  const pool = 'pool' in home ? home.pool : home.database.pool
  const user = { id: maker.id, username: maker.username, displayName: maker.displayName, role: 'member' as const }
  return create(pool, user, {
    kind,
    name: kind === 'DIRECT' ? undefined : (wanted.name ?? `room ${crypto.randomUUID().slice(0, 8)}`),
    memberIds: (wanted.members ?? []).map((member) => member.id),
  })
}
