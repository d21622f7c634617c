import type pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { Refusal } from '#protocol/errors.ts'
import type { Appeal, CaseView, ModCase } from '#protocol/moderation.ts'
import { notify } from '#server/database/notify.ts'
import { type Query, transaction } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { audit } from '../audit/audit.ts'
import { type CaseRow, NO_ROOM, noSuchCase, toCase } from '../cases/row.ts'
import { lockCase, noteEvent, readCase, requireFree } from '../cases/store.ts'
import { findPower, type Power, requireAbove, requireRight } from '../policy/power.ts'
import { readSanction, setEnd } from '../standing/change.ts'
import { type SanctionRow, toSanction } from '../standing/row.ts'
import { lift, lockRooms, roomsConcerned } from '../standing/standing.ts'
import { listActions } from './row.ts'
import { undoThese } from './undo.ts'

const WARNING_DAYS = 30
type AppealRow = { id: string; sanction_id: string; user_id: string; state: Appeal['state']; at: Date; case_id: string }
const noSuchAppeal = () => new Refusal('not_found', 'There is no such appeal.')

const COLUMNS = `a.id, a.sanction_id, a.user_id, a.state, a.at, c.id AS case_id
  FROM appeal a JOIN mod_case c ON c.kind = 'appeal' AND c.target_room = '${NO_ROOM}' AND c.target_id = a.id`

async function readAppeal(query: Query, id: string): Promise<AppealRow> {
  const [row] = await query<AppealRow>(`SELECT ${COLUMNS} WHERE a.id = $1`, [id])
  if (!row) throw noSuchAppeal()
  return row
}

/** As `viewer` sees it: who appeals is not told which moderator wrote. */
async function toAppeal(query: Query, row: AppealRow, viewer: string): Promise<Appeal> {
  const said = await query<{ at: Date; by_id: string; text: string }>(
    'SELECT at, by_id, text FROM appeal_message WHERE appeal_id = $1 ORDER BY id LIMIT 200',
    [row.id],
  )
  return {
    ...{ id: row.id, sanctionId: row.sanction_id, caseId: row.case_id, state: row.state, at: row.at.toISOString() },
    messages: said.map(({ at, by_id, text }) => ({
      ...{ at: at.toISOString(), mine: by_id === viewer, text },
      ...(viewer === row.user_id ? {} : { byId: by_id }),
    })),
  }
}

/** Whose appeal it is, and the appeal as they see it. */
export async function findOwnAppeal(query: Query, id: string): Promise<{ userId: string; appeal: Appeal }> {
  const row = await readAppeal(query, id)
  return { userId: row.user_id, appeal: await toAppeal(query, row, row.user_id) }
}

export async function listOwnAppeals(query: Query, userId: string): Promise<Appeal[]> {
  const rows = await query<AppealRow>(`SELECT ${COLUMNS} WHERE a.user_id = $1 ORDER BY a.at DESC LIMIT 50`, [userId])
  const appeals: Appeal[] = []
  for (const row of rows) appeals.push(await toAppeal(query, row, userId))
  return appeals
}

/** What a case of an appeal is about, for who decides it. */
export async function viewAppeal(query: Query, power: Power, row: CaseRow): Promise<CaseView['appeal']> {
  const appeal = await readAppeal(query, row.target_id)
  return { ...(await toAppeal(query, appeal, power.id)), sanction: toSanction(await readSanction(query, appeal.sanction_id)) }
}

const say = (query: Query, appealId: string, byId: string, text: string) =>
  query('INSERT INTO appeal_message (id, appeal_id, by_id, text) VALUES ($1, $2, $3, $4)', [uuidv7(), appealId, byId, text])

/** Appeals: what somebody says against a sanction of theirs, until another moderator than who imposed it decides [MO8]. */
export const createAppeals = (pool: pg.Pool) => ({
  /** Opens one. Refuses `not_found` (not one's own) and `conflict` (one is open, one was decided, or the sanction is over). */
  open: ({ user }: Actor, sanctionId: string, words: string): Promise<Appeal> =>
    transaction(pool, async (query) => {
      await query('SELECT 1 FROM sanction WHERE id = $1 FOR UPDATE', [sanctionId])
      const sanction = await readSanction(query, sanctionId).catch(() => null)
      if (!sanction || sanction.user_id !== user.id) throw new Refusal('not_found', 'There is no such sanction.')
      const isRecent = sanction.starts_at.getTime() > Date.now() - WARNING_DAYS * 86_400_000
      if (sanction.lifted_at || (sanction.kind === 'warn' ? !isRecent : !sanction.active))
        throw new Refusal('conflict', 'This is over: there is nothing to appeal against.')
      const [known] = await query<{ state: string }>('SELECT state FROM appeal WHERE sanction_id = $1', [sanctionId])
      if (known) throw new Refusal('conflict', known.state === 'open' ? 'You appealed already.' : 'Your appeal was decided.')
      const id = uuidv7()
      await query('INSERT INTO appeal (id, sanction_id, user_id) VALUES ($1, $2, $3)', [id, sanctionId, user.id])
      await say(query, id, user.id, words)
      const caseId = uuidv7()
      await query(
        `INSERT INTO mod_case (id, kind, source, target_id, law_room, author_id, text, score) VALUES ($1, 'appeal', 'appeal', $2, $3, $4, left($5, 200), 3)`,
        [caseId, id, sanction.room_id, user.id, words],
      )
      await noteEvent(query, caseId, user.id, 'appealed', { sanctionId })
      return toAppeal(query, await readAppeal(query, id), user.id)
    }),

  /** Says more, on either side, while it is open. */
  say: (actor: Actor, appealId: string, words: string): Promise<Appeal> =>
    transaction(pool, async (query) => {
      const appeal = await readAppeal(query, appealId)
      const power = await findPower(query, actor)
      if (appeal.user_id === actor.user.id) await query('SELECT 1 FROM mod_case WHERE id = $1 FOR UPDATE', [appeal.case_id])
      else {
        const row = await lockCase(query, power, appeal.case_id, null).catch(() => null)
        if (!row) throw noSuchAppeal()
        requireRight(power, 'appeals', row.law_room)
      }
      if ((await readAppeal(query, appealId)).state !== 'open') throw new Refusal('conflict', 'This appeal was decided.')
      await say(query, appealId, actor.user.id, words)
      await noteEvent(query, appeal.case_id, actor.user.id, 'said')
      await notify(query, { mod: { appeal: appealId } })
      return toAppeal(query, appeal, actor.user.id)
    }),

  /** Decides one. Refuses what deciding a case refuses, and `forbidden` to who imposed it while there is somebody else. */
  decide: (actor: Actor, wanted: AppealDecision): Promise<{ case: ModCase; appeal: Appeal }> =>
    transaction(pool, async (query) => {
      const power = await findPower(query, actor, true)
      const row = await lockCase(query, power, wanted.caseId, null)
      if (row.kind !== 'appeal') throw noSuchCase()
      const appeal = await readAppeal(query, row.target_id)
      const answer = async () => ({
        case: toCase(await readCase(query, row.id)),
        appeal: await toAppeal(query, await readAppeal(query, appeal.id), power.id),
      })
      const [known] = await query<{ by_id: string }>('SELECT by_id FROM decision WHERE key = $1 AND case_id = $2', [
        wanted.key,
        row.id,
      ])
      if (known?.by_id === power.id) return answer()
      await lockCase(query, power, wanted.caseId, wanted.version)
      if (appeal.state !== 'open') throw new Refusal('conflict', 'This appeal was decided.')
      requireRight(power, 'appeals', row.law_room)
      await requireFree(query, power, row)
      await requireAbove(query, power, appeal.user_id, row.law_room)
      const sanction = await readSanction(query, appeal.sanction_id)
      await requireAnother(query, power, sanction)
      await lockRooms(query, await roomsConcerned(query, sanction.user_id, sanction.room_id))
      const state = await settle(query, power, sanction, wanted)
      await query('INSERT INTO decision (key, case_id, by_id, words) VALUES ($1, $2, $3, $4)', [
        ...[wanted.key, row.id, power.id, wanted.words ?? null],
      ])
      await query('UPDATE appeal SET state = $2, decided_at = now(), decided_by = $3 WHERE id = $1', [appeal.id, state, power.id])
      if (wanted.words) await say(query, appeal.id, power.id, wanted.words)
      await query(
        `UPDATE mod_case SET state = 'DECIDED', outcome = $2, decided_at = date_trunc('milliseconds', clock_timestamp()), decided_by = $3,
           assignee_id = NULL, lease_until = NULL WHERE id = $1`,
        [row.id, state, power.id],
      )
      await noteEvent(query, row.id, power.id, state)
      await notify(query, { mod: { appeal: appeal.id } })
      await audit(query, {
        ...{
          by: power,
          act: 'appeal:decide',
          kind: 'sanction',
          id: sanction.id,
          userId: sanction.user_id,
          roomId: sanction.room_id,
        },
        ...{ after: { verdict: wanted.verdict, endsAt: wanted.endsAt ?? null }, why: wanted.words },
      })
      return answer()
    }),
})

export type Appeals = ReturnType<typeof createAppeals>
export type AppealDecision = {
  caseId: string
  version: number
  key: string
  verdict: 'uphold' | 'reduce' | 'overturn'
  endsAt?: string | undefined
  words?: string | undefined
}

async function settle(query: Query, power: Power, sanction: SanctionRow, wanted: AppealDecision): Promise<Appeal['state']> {
  if (wanted.verdict === 'uphold') return 'upheld'
  if (wanted.verdict === 'reduce') {
    const end = new Date(wanted.endsAt ?? '')
    const isSooner = sanction.kind !== 'warn' && (!sanction.expires_at || end < sanction.expires_at)
    if (Number.isNaN(end.getTime()) || end.getTime() <= Date.now() || !isSooner)
      throw new Refusal('invalid', 'Name an end that is ahead and sooner than now.', { fields: { endsAt: 'must be sooner' } })
    await setEnd(query, sanction, end)
    return 'reduced'
  }
  // Everything that was done with it is taken back: what was hidden and deleted too.
  const [own] = await listActions(query, 'sanction_id', sanction.id)
  if (own) await undoThese(query, await listActions(query, 'decision_key', own.decision_key), power.id)
  await lift(query, sanction.id)
  return 'overturned'
}

/** Where there is another moderator who could, whoever imposed it does not decide about it. */
async function requireAnother(query: Query, power: Power, sanction: SanctionRow): Promise<void> {
  if (sanction.by_id !== power.id) return
  const [other] = await query(
    `SELECT 1 FROM users u WHERE u.role IN ('owner', 'admin', 'moderator') AND u.id NOT IN ($1, $2) AND u.deactivated_at IS NULL LIMIT 1`,
    [power.id, sanction.user_id],
  )
  if (other) throw new Refusal('forbidden', 'You decided that yourself. Another moderator decides the appeal.')
}
