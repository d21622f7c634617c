import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { Group } from '#protocol/groups.ts'
import { GROUPS_MAX, PAGE_MAX } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { isNameTaken, lockName } from '../accounts/claimed-names.ts'
import { readUsername } from '../accounts/username.ts'
import { audit } from '../audit/audit.ts'
import { sharesRoom } from '../people/known.ts'
import { addPeople, removePeople } from './members.ts'
import { type GroupRow, groupColumns, toGroup } from './row.ts'
import { lockGroups, requireGroup, requireRight, stampGroup } from './writes.ts'

export type GroupWanted = { name: string; description?: string | undefined; memberIds?: string[] | undefined }
/** Who changes groups, and from where. */
type By = User & { address?: string | undefined }
export type GroupChange = {
  name?: string | undefined
  description?: string | undefined
  add?: string[] | undefined
  remove?: string[] | undefined
}

const taken = () =>
  new Refusal('conflict', 'Somebody or a group has that name, or one that looks like it.', {
    fields: { name: 'is taken, or looks like one that is: choose another' },
  })

function requireName(raw: string) {
  const name = readUsername(raw)
  if ('wrong' in name) throw new Refusal('invalid', 'Check what is marked.', { fields: { name: name.wrong } })
  return name
}

/**
 * People who are mentioned together, as `@design`. Owners and admins of the installation make and change groups
 * (`forbidden` to others); everybody may see them. Every change takes the groups' next rev and wakes every node [G1, G2].
 */
export function createGroups(pool: pg.Pool) {
  const query = queryOn(pool)

  /** The group as everybody sees it, read where it was changed. */
  async function read(inside: Query, id: string): Promise<Group> {
    const [row] = await inside<GroupRow>(`SELECT ${groupColumns} FROM user_group g WHERE g.id = $1`, [id])
    if (!row) throw new Error('a group was not stored')
    return toGroup(row)
  }

  return {
    /** Makes a group. Refuses `forbidden`, `invalid` (with `fields`), `conflict` (the name, or 200 groups), `not_found` (no such person). */
    create: (user: By, { name: raw, description, memberIds = [] }: GroupWanted): Promise<Group> =>
      transaction(pool, async (inside) => {
        await requireRight(inside, user)
        const { username, skeleton } = requireName(raw)
        await lockName(inside, skeleton)
        await lockGroups(inside)
        if (await isNameTaken(inside, skeleton)) throw taken()
        const there = await inside('SELECT 1 FROM user_group WHERE deleted_at IS NULL')
        if (there.length >= GROUPS_MAX) throw new Refusal('conflict', `There are ${GROUPS_MAX} groups already.`)
        const id = uuidv7()
        await inside(
          `INSERT INTO user_group (id, name, skeleton, description, created_by) VALUES ($1, $2, $3, nullif($4, ''), $5)`,
          [id, username, skeleton, description ?? '', user.id],
        )
        await addPeople(inside, id, memberIds)
        await stampGroup(inside, id)
        await audit(inside, {
          by: user,
          act: 'group:create',
          kind: 'group',
          id,
          after: { name: username, description, memberIds },
        })
        return read(inside, id)
      }),

    /** Changes what is named, adds and removes people; what is so already stays. Refuses as `create` does, and `not_found`. */
    update: (user: By, id: string, change: GroupChange): Promise<Group> =>
      transaction(pool, async (inside) => {
        await requireRight(inside, user)
        const name = change.name === undefined ? null : requireName(change.name)
        if (name) await lockName(inside, name.skeleton)
        await lockGroups(inside)
        await requireGroup(inside, id)
        if (name && (await isNameTaken(inside, name.skeleton, id))) throw taken()
        const changed = await inside(
          `UPDATE user_group SET name = coalesce($2, name), skeleton = coalesce($3, skeleton),
             description = CASE WHEN $4::text IS NULL THEN description ELSE nullif($4, '') END
           WHERE id = $1 AND (name, coalesce(description, '')) IS DISTINCT FROM (coalesce($2, name), coalesce($4, description, ''))
           RETURNING 1`,
          [id, name?.username ?? null, name?.skeleton ?? null, change.description ?? null],
        )
        const added = await addPeople(inside, id, change.add ?? [])
        const removed = await removePeople(inside, id, change.remove ?? [])
        if (changed.length + added + removed > 0) {
          await stampGroup(inside, id)
          await audit(inside, { by: user, act: 'group:update', kind: 'group', id, after: change })
        }
        return read(inside, id)
      }),

    /** Deletes a group; what mentioned it keeps its words. Deleting it twice changes nothing. */
    remove: (user: By, id: string): Promise<void> =>
      transaction(pool, async (inside) => {
        await requireRight(inside, user)
        await lockGroups(inside)
        const [row] = await inside<{ gone: boolean }>('SELECT deleted_at IS NOT NULL AS gone FROM user_group WHERE id = $1', [id])
        if (!row) throw new Refusal('not_found', 'There is no such group.')
        if (row.gone) return
        await inside('UPDATE user_group SET deleted_at = now(), member_count = 0 WHERE id = $1', [id])
        await inside('DELETE FROM user_group_member WHERE group_id = $1', [id])
        await stampGroup(inside, id)
        await audit(inside, { by: user, act: 'group:delete', kind: 'group', id })
      }),

    /** Who is in a group, in pages of 100; to a guest those they share a room with [V1]. */
    async members(viewer: Pick<User, 'id' | 'role'>, id: string, cursor = ''): Promise<{ userIds: string[]; next?: string }> {
      await requireGroup(query, id)
      const rows = await query<{ user_id: string }>(
        `SELECT user_id FROM user_group_member g WHERE group_id = $1 AND user_id::text > $2
           AND ($4 OR user_id = $5 OR ${sharesRoom('$5', 'g.user_id')}) ORDER BY user_id::text LIMIT $3`,
        [id, cursor, PAGE_MAX + 1, viewer.role !== 'guest', viewer.id],
      )
      const userIds = rows.slice(0, PAGE_MAX).map((row) => row.user_id)
      const end = userIds.at(-1)
      return rows.length > PAGE_MAX && end ? { userIds, next: end } : { userIds }
    },

    /** The groups' clock, and all groups as this person sees them unless the clock is where they say. */
    async all(userId: string, rev?: number): Promise<{ groupsRev: number; groups?: Group[] }> {
      const groupsRev = await clock()
      if (groupsRev === rev) return { groupsRev }
      const rows = await query<GroupRow>(
        `SELECT ${groupColumns}, m.user_id IS NOT NULL AS mine FROM user_group g
         LEFT JOIN user_group_member m ON m.group_id = g.id AND m.user_id = $1 WHERE g.deleted_at IS NULL ORDER BY g.name`,
        [userId],
      )
      return { groupsRev, groups: rows.map(toGroup) }
    },

    /** Where the groups' clock stands. */
    clock,

    /** Groups that changed after `rev`, in the order of their changes; deleted ones are `gone`. */
    async since(rev: number): Promise<Group[]> {
      const rows = await query<GroupRow>(`SELECT ${groupColumns} FROM user_group g WHERE g.rev > $1 ORDER BY g.rev`, [rev])
      return rows.map(toGroup)
    },

    /** Which of these people are in a group. */
    async among(id: string, userIds: readonly string[]): Promise<string[]> {
      const rows = await query<{ user_id: string }>(
        'SELECT user_id FROM user_group_member WHERE group_id = $1 AND user_id = ANY ($2)',
        [id, [...userIds]],
      )
      return rows.map((row) => row.user_id)
    },
  }

  async function clock(): Promise<number> {
    const [row] = await query<{ groups_rev: number }>('SELECT groups_rev FROM installation WHERE id = 1')
    return row?.groups_rev ?? 0
  }
}

export type Groups = ReturnType<typeof createGroups>
