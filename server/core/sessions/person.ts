import { Refusal } from '#protocol/errors.ts'
import type { User, UserRole } from '#protocol/models.ts'

/** What the protocol tells of a person, and whether they may come in (`u` users, `b` from `globalBan`). */
export const personColumns = `
  u.id, u.username, u.display_name, u.avatar_url, u.role, u.deactivated_at,
  (b.id IS NOT NULL) AS is_banned, b.expires_at AS banned_until`

/** The longest ban from the whole installation that counts now. */
export const globalBan = `
  LEFT JOIN LATERAL (
    SELECT z.id, z.expires_at FROM sanction z
    WHERE z.user_id = u.id AND z.room_id IS NULL AND z.kind = 'ban' AND z.starts_at <= now()
      AND z.lifted_at IS NULL AND (z.expires_at IS NULL OR z.expires_at > now())
    ORDER BY z.expires_at DESC NULLS FIRST LIMIT 1) b ON true`

export type PersonRow = {
  id: string
  username: string
  display_name: string
  avatar_url: string | null
  role: UserRole
  deactivated_at: Date | null
  is_banned: boolean
  banned_until: Date | null
}

export const toUser = (row: PersonRow): User => ({
  id: row.id,
  username: row.username,
  displayName: row.display_name,
  ...(row.avatar_url === null ? {} : { avatarUrl: row.avatar_url }),
  role: row.role,
})

/** The refusal of somebody who is banned: `fields.until` is when that ends, absent when it does not. */
export const banned = (until: Date | null) =>
  new Refusal('banned', 'You are banned here.', until ? { fields: { until: until.toISOString() } } : {})
