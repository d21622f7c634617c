import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import { type Invite, type InviteWanted, invitePath } from '#protocol/invites.ts'
import { INVITES_MAX, PAGE_DEFAULT } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { type Query, queryOn, transaction } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { requireMember } from '../rooms/access.ts'
import { hashToken, makeToken } from '../webhooks/token.ts'
import { governsInvites, type InvitesMadeBy, mayInvite, requireInviter } from './right.ts'
import { type InviteRow, inviteColumns, seenBy, toInvite } from './row.ts'

/** Who acts, and from where: for the audit. */
type By = User & { address?: string | undefined }

const noSuchInvite = () => new Refusal('not_found', 'There is no such invite.')

/**
 * Links by which people come in, also where registration is closed. Made by owners and admins of the installation, and by
 * members where the setting says so; everybody else is refused `forbidden` [IN1, IN2].
 */
export function createInvites(pool: pg.Pool, madeBy: InvitesMadeBy) {
  const query = queryOn(pool)

  return {
    mayInvite: (user: Pick<User, 'role'>) => mayInvite(user, madeBy),

    /**
     * Makes one. `path` is the only time that its secret is told. Refuses `not_found` for a room that is not one's own,
     * `invalid` for rooms nobody can be invited to and for guests without a room, `conflict` past 100 open ones.
     */
    async create(user: By, wanted: InviteWanted): Promise<{ invite: Invite; path: string }> {
      const roomIds = [...new Set(wanted.roomIds ?? [])].sort()
      await requireInviter(query, user, madeBy)
      if (wanted.role === 'guest' && roomIds.length === 0)
        throw new Refusal('invalid', 'Choose the rooms that guests come into.', { fields: { roomIds: 'is missing' } })
      await requireRooms(user, roomIds)
      const token = makeToken()
      const invite = await transaction(pool, async (inside) => {
        await requireInviter(inside, user, madeBy)
        await inside('SELECT pg_advisory_xact_lock(hashtextextended($1, 7026003))', [user.id])
        const open = await inside(
          'SELECT 1 FROM invite WHERE created_by = $1 AND revoked_at IS NULL AND ends_at > now() AND uses < max_uses',
          [user.id],
        )
        if (open.length >= INVITES_MAX) throw new Refusal('conflict', `You have ${INVITES_MAX} open invites. Revoke one first.`)
        const id = uuidv7()
        await inside(
          `INSERT INTO invite (id, token_hash, created_by, role, room_ids, note, max_uses, ends_at)
           VALUES ($1, $2, $3, $4::user_role, $5, nullif($6, ''), $7, now() + make_interval(hours => $8))`,
          [id, hashToken(token), user.id, wanted.role, roomIds, wanted.note ?? '', wanted.maxUses, wanted.endsInHours],
        )
        const made = await read(inside, user, id)
        await audit(inside, {
          ...{ by: user, act: 'invite:create', kind: 'invite', id },
          after: { role: wanted.role, roomIds, maxUses: wanted.maxUses, endsAt: made.endsAt, note: made.note },
        })
        return made
      })
      return { invite, path: invitePath(token) }
    },

    /** Everybody's for owners and admins, one's own for others; the latest first, in pages. */
    async list(user: User, cursor?: string): Promise<{ invites: Invite[]; next?: string }> {
      await requireInviter(query, user, madeBy)
      const rows = await query<InviteRow>(
        `SELECT ${inviteColumns} FROM invite i
         WHERE ($3 OR i.created_by = $1) AND ($4 = '' OR i.id::text < $4) ORDER BY i.id DESC LIMIT $5`,
        [...seenBy(user), governsInvites(user), cursor ?? '', PAGE_DEFAULT + 1],
      )
      const invites = rows.slice(0, PAGE_DEFAULT).map(toInvite)
      const end = invites.at(-1)
      return rows.length > PAGE_DEFAULT && end ? { invites, next: end.id } : { invites }
    },

    /** From this commit on nobody comes by it. Another's is `not_found`, but to owners and admins. Twice is once. */
    revoke: (user: By, id: string): Promise<void> =>
      transaction(pool, async (inside) => {
        const [row] = await inside<{ revoked: boolean }>(
          'SELECT revoked_at IS NOT NULL AS revoked FROM invite WHERE id = $1 AND ($2 OR created_by = $3) FOR UPDATE',
          [id, governsInvites(user), user.id],
        )
        if (!row) throw noSuchInvite()
        if (row.revoked) return
        await inside('UPDATE invite SET revoked_at = clock_timestamp() WHERE id = $1', [id])
        await audit(inside, { by: user, act: 'invite:revoke', kind: 'invite', id })
      }),
  }

  async function requireRooms(user: User, roomIds: readonly string[]) {
    for (const roomId of roomIds) {
      const { kind, archived } = await requireMember(query, roomId, user)
      if (kind === 'DIRECT' || kind === 'THREAD' || archived)
        throw new Refusal('invalid', 'Nobody can be invited to one of these rooms.', { fields: { roomIds: 'can’t be joined' } })
    }
  }

  async function read(inside: Query, user: User, id: string): Promise<Invite> {
    const [row] = await inside<InviteRow>(`SELECT ${inviteColumns} FROM invite i WHERE i.id = $3`, [...seenBy(user), id])
    if (!row) throw new Error('an invite was not stored')
    return toInvite(row)
  }
}

export type Invites = ReturnType<typeof createInvites>
