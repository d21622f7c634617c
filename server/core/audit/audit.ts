import type { AuditAct } from '#protocol/audit.ts'
import type { Query } from '#server/database/transaction.ts'

/** Who did it: a person (with the address they did it from, where that is known), the operator of the machine, or a rule. */
export type Auditor = { id: string; address?: string | undefined } | 'operator' | 'system'

export type Audited = {
  by: Auditor
  act: AuditAct
  /** What it was done to. */
  kind?:
    | 'person'
    | 'room'
    | 'message'
    | 'session'
    | 'group'
    | 'emoji'
    | 'notice'
    | 'invite'
    | 'sanction'
    | 'case'
    | 'rule'
    | 'account'
    | 'community'
  id?: string
  /** Whom it was done to, and in which room. */
  userId?: string | null
  roomId?: string | null
  before?: unknown
  after?: unknown
  why?: string | null | undefined
}

/**
 * Writes what was done into the audit, inside the transaction of the act: one is there if and only if the other is [AU1]. Call it
 * last: its lock is the last one anybody takes, and one act after the other holds it.
 */
export async function audit(query: Query, { by, act, kind, id, userId, roomId, before, after, why }: Audited): Promise<void> {
  const person = typeof by === 'string' ? null : by
  await query('SELECT parley_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
    typeof by === 'string' ? by : 'person',
    person?.id ?? null,
    act,
    kind ?? null,
    id ?? null,
    userId ?? null,
    roomId ?? null,
    before === undefined ? null : JSON.stringify(before),
    after === undefined ? null : JSON.stringify(after),
    why || null,
    person?.address ?? null,
  ])
}
