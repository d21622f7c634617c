import type { Group } from '#protocol/groups.ts'

/** What everybody sees of a group (`g`). */
export const groupColumns = 'g.id, g.name, g.description, g.member_count, g.deleted_at IS NOT NULL AS gone, g.rev'

export type GroupRow = {
  id: string
  name: string
  description: string | null
  member_count: number
  gone: boolean
  rev: number
  mine?: boolean
}

export const toGroup = (row: GroupRow): Group => ({
  id: row.id,
  name: row.name,
  ...(row.description ? { description: row.description } : {}),
  memberCount: row.member_count,
  ...(row.mine ? { mine: true } : {}),
  ...(row.gone ? { gone: true as const } : {}),
  rev: row.rev,
})
