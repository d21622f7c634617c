import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import type { UserRole } from '#protocol/models.ts'
import type { Actor } from '#server/core/actor.ts'
import { transaction } from '#server/database/transaction.ts'
import { audit } from '../audit/audit.ts'
import { endSession } from './sessions.ts'

const RANK: Record<UserRole, number> = { owner: 4, admin: 3, moderator: 2, member: 1, guest: 0 }

type Ranked = { id: string; role: UserRole }

/** Whether a role sees who is connected to the whole installation. */
export const mayOversee = (role: UserRole): boolean => RANK[role] >= RANK.admin

/** One's own sessions, and for the installation's owners and admins those of people below them [J5]. */
export const mayEndSessionsOf = (actor: Ranked, person: Ranked): boolean =>
  actor.id === person.id || (mayOversee(actor.role) && RANK[person.role] < RANK[actor.role])

/**
 * Ends a session for somebody who asks to. Ending it again does nothing. Another's session is `not_found` like one that
 * is not there; to owners and admins, who see them all, those of their equals and betters are `forbidden` [J5].
 */
export const endSessionFor = (pool: pg.Pool, actor: Actor, sessionId: string): Promise<void> =>
  transaction(pool, async (query) => {
    const [person] = await query<Ranked>('SELECT u.id, u.role FROM session s JOIN users u ON u.id = s.user_id WHERE s.id = $1', [
      sessionId,
    ])
    if (!person || (person.id !== actor.user.id && !mayOversee(actor.user.role))) {
      throw new Refusal('not_found', 'There is no such session.')
    }
    if (!mayEndSessionsOf(actor.user, person)) throw new Refusal('forbidden', 'Their role is not below yours.')
    await endSession(query, sessionId, 'revoked')
    if (person.id === actor.user.id) return
    const by = { id: actor.user.id, address: actor.address }
    await audit(query, { by, act: 'session:end', kind: 'session', id: sessionId, userId: person.id })
  })
