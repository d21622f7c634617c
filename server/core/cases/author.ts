import type { CaseView } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import { createPeople } from '../people/people.ts'
import type { Power } from '../policy/power.ts'
import { listSanctionsOf } from '../standing/list.ts'
import { type CaseRow, caseColumns, toCase } from './row.ts'
import { maySee } from './store.ts'

const CASES_MAX = 10
/** What is older counts as a strike no more. */
const STRIKES_OF = '90 days'

/** Whose doing a case is about: since when they are here, their strikes, what counts against them now, and their other cases. */
export async function findCard(query: Query, power: Power, userId: string, butCase: string): Promise<CaseView['author'] | null> {
  const [user] = await createPeople(query).get([userId])
  const [row] = await query<{ created_at: Date; closed: boolean; strikes: number }>(
    `SELECT u.created_at, u.deactivated_at IS NOT NULL AS closed, (SELECT count(*) FROM sanction z
       WHERE z.user_id = u.id AND z.lifted_at IS NULL AND z.starts_at > now() - $2::interval)::int AS strikes
     FROM users u WHERE u.id = $1`,
    [userId, STRIKES_OF],
  )
  if (!user || !row) return null
  const cases = await query<CaseRow>(
    `SELECT ${caseColumns} FROM mod_case c WHERE c.author_id = $1 AND c.id <> $2 ORDER BY c.last_at DESC LIMIT $3`,
    [userId, butCase, CASES_MAX],
  )
  return {
    ...{ user, createdAt: row.created_at.toISOString(), closed: row.closed, strikes: row.strikes },
    sanctions: (await listSanctionsOf(query, userId)).filter((one) => one.active),
    cases: cases.filter((one) => maySee(power, one)).map(toCase),
  }
}
