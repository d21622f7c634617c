import type { Sanction, SanctionName } from '#protocol/moderation.ts'

/** What counts now (`z`). */
export const IS_LIVE = 'z.lifted_at IS NULL AND z.starts_at <= now() AND (z.expires_at IS NULL OR z.expires_at > now())'
export const sanctionColumns = `z.id, z.user_id, z.room_id, z.kind, z.reason, z.clause, z.starts_at, z.expires_at, z.lifted_at, z.case_id,
  z.by_id, (${IS_LIVE}) AS active`

export type SanctionRow = {
  id: string
  user_id: string
  room_id: string | null
  kind: 'ban' | 'mute' | 'warn'
  reason: string | null
  clause: string | null
  starts_at: Date
  expires_at: Date | null
  lifted_at: Date | null
  case_id: string | null
  by_id: string | null
  active: boolean
}

/** As people call it: what ends is a timeout or a suspension. */
export function nameOf({ kind, expires_at }: Pick<SanctionRow, 'kind' | 'expires_at'>): SanctionName {
  if (kind === 'warn') return 'warn'
  if (kind === 'mute') return expires_at ? 'timeout' : 'readonly'
  return expires_at ? 'suspend' : 'ban'
}

export const toSanction = (row: SanctionRow): Sanction => ({
  id: row.id,
  userId: row.user_id,
  ...(row.room_id ? { roomId: row.room_id } : {}),
  kind: nameOf(row),
  ...(row.reason ? { reason: row.reason } : {}),
  ...(row.clause ? { clause: row.clause } : {}),
  startsAt: row.starts_at.toISOString(),
  ...(row.expires_at && row.kind !== 'warn' ? { expiresAt: row.expires_at.toISOString() } : {}),
  ...(row.lifted_at ? { liftedAt: row.lifted_at.toISOString() } : {}),
  ...(row.case_id ? { caseId: row.case_id } : {}),
  ...(row.by_id ? { byId: row.by_id } : {}),
  active: row.active,
})
