import { Refusal } from '#protocol/errors.ts'
import type { ModAction } from '#protocol/moderation.ts'
import type { Query } from '#server/database/transaction.ts'
import type { Audited } from '../audit/audit.ts'
import type { CaseRow } from '../cases/row.ts'
import type { Right } from '../policy/matrix.ts'
import { type Power, requireAbove, requireRight } from '../policy/power.ts'
import { endSessions } from '../sessions/sessions.ts'
import { auditOfSanction, impose, lockRooms, roomsConcerned, type SanctionWanted } from '../standing/standing.ts'
import { type Inverse, takeBack } from './inverse.ts'
import { hide, remove, unhide } from './messages.ts'
import { resetProfile, takeOut } from './people.ts'

/** What an act came to: what takes it back (null: nothing does), and its line in the audit. */
export type Applied = { inverse: Inverse | null; sanctionId?: string; audited: Audited }
export type Decided = { clause?: string | undefined; words?: string | undefined }

const MINUTE_MS = 60_000
const RIGHT_OF: Record<ModAction['do'], Right> = {
  hide: 'hide',
  delete: 'delete',
  restore: 'restore',
  warn: 'warn',
  timeout: 'timeout',
  remove: 'remove',
  suspend: 'suspend',
  ban: 'ban',
  reset: 'reset',
  'end-sessions': 'end-sessions',
}
const OF_MESSAGES: ReadonlySet<string> = new Set(['hide', 'delete', 'restore'])

/** Refuses `forbidden` for what they may not do, or not to this person, and `invalid` for what has nobody or no room to be done to. */
export async function requireActs(query: Query, power: Power, row: CaseRow, actions: readonly ModAction[]): Promise<void> {
  if (new Set(actions.map((one) => one.do)).size < actions.length) throw new Refusal('invalid', 'Each act is named once.')
  for (const action of actions) {
    const isEverywhere = action.do === 'timeout' && action.everywhere === true
    requireRight(power, RIGHT_OF[action.do], isEverywhere ? null : row.law_room)
    if (OF_MESSAGES.has(action.do) && row.kind !== 'message')
      throw new Refusal('invalid', 'This case is about no message.', { fields: { actions: action.do } })
    if (!OF_MESSAGES.has(action.do) && !row.author_id)
      throw new Refusal('invalid', 'This case is about nobody.', { fields: { actions: action.do } })
    if (action.do === 'remove' && !row.law_room)
      throw new Refusal('invalid', 'This case is about no room.', { fields: { actions: action.do } })
  }
  if (actions.length > 0 && row.author_id) await requireAbove(query, power, row.author_id, row.law_room)
}

/** Takes all locks that these acts need, in one go and in order [W1, W3]. */
export async function lockFor(query: Query, row: CaseRow, actions: readonly ModAction[]): Promise<void> {
  const rooms: string[] = row.kind === 'message' ? [row.target_room] : []
  if (row.law_room) rooms.push(row.law_room)
  if (row.author_id)
    for (const action of actions) {
      if (action.do === 'ban' || action.do === 'suspend' || (action.do === 'timeout' && action.everywhere))
        rooms.push(...(await roomsConcerned(query, row.author_id, null)))
      else if (action.do === 'remove' && row.law_room)
        rooms.push(
          ...(await query<{ id: string }>('SELECT id FROM room WHERE parent_room_id = $1', [row.law_room])).map(({ id }) => id),
        )
    }
  await lockRooms(query, rooms)
}

/** Does one act, under those locks. */
export async function apply(query: Query, power: Power, row: CaseRow, action: ModAction, said: Decided): Promise<Applied> {
  const { target_room: roomId, target_id: id, law_room: lawId, author_id: userId } = row
  const aboutMessage = { by: power, kind: 'message' as const, id, userId, roomId }
  const person = (): string => {
    if (!userId) throw new Error('a case about nobody')
    return userId
  }
  const aboutPerson = { by: power, kind: 'person' as const, userId, why: said.words }
  const until = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS)
  const sanctioned = async (
    wanted: Pick<SanctionWanted, 'kind' | 'roomId' | 'expiresAt'>,
  ): Promise<Applied & { sanctionId: string }> => {
    const whole = { ...wanted, userId: person(), by: power, caseId: row.id, reason: said.words, clause: said.clause }
    const sanctionId = await impose(query, whole)
    return { inverse: { do: 'lift', sanctionId }, sanctionId, audited: auditOfSanction(sanctionId, whole) }
  }
  switch (action.do) {
    case 'hide': {
      const done = await hide(query, roomId, id)
      return { inverse: done ? { do: 'unhide', roomId, id } : null, audited: { ...aboutMessage, act: 'message:hide' } }
    }
    case 'delete': {
      const kept = await remove(query, roomId, id)
      return { inverse: kept && { do: 'put-back', roomId, id, kept }, audited: { ...aboutMessage, act: 'message:delete' } }
    }
    case 'restore':
      return { inverse: await restore(query, power, roomId, id), audited: { ...aboutMessage, act: 'message:restore' } }
    case 'warn':
      return sanctioned({ kind: 'warn', roomId: lawId })
    case 'timeout':
      return sanctioned({ kind: 'mute', roomId: action.everywhere ? null : lawId, expiresAt: until(action.minutes) })
    case 'suspend':
      return sanctioned({ kind: 'ban', roomId: null, expiresAt: until(action.minutes) })
    case 'ban':
      return sanctioned({ kind: 'ban', roomId: null })
    case 'remove': {
      if (!lawId) throw new Error('a case about no room')
      const banned = action.ban ? await sanctioned({ kind: 'ban', roomId: lawId }) : null
      const was = await takeOut(query, lawId, person(), action.ban ? 'banned' : 'kicked')
      const audited: Audited = {
        ...aboutPerson,
        id: person(),
        act: 'room:kick',
        roomId: lawId,
        after: { ban: action.ban ?? false },
      }
      const { sanctionId } = banned ?? {}
      if (!was) return { inverse: banned?.inverse ?? null, ...(sanctionId ? { sanctionId } : {}), audited }
      const inverse: Inverse = { do: 'let-in', roomId: lawId, userId: person(), was, ...(sanctionId ? { sanctionId } : {}) }
      return { inverse, ...(sanctionId ? { sanctionId } : {}), audited }
    }
    case 'reset': {
      const was = await resetProfile(query, person())
      return {
        inverse: { do: 'profile', userId: person(), was },
        audited: { ...aboutPerson, id: person(), act: 'person:reset', before: was },
      }
    }
    case 'end-sessions': {
      const ended = await endSessions(query, person())
      return { inverse: null, audited: { ...aboutPerson, id: person(), act: 'session:end', after: { ended } } }
    }
    default: {
      const never: never = action
      throw new Error(`unknown act ${String(never)}`)
    }
  }
}

/** Brings back what a moderator hid or deleted. Refuses `conflict` for what its author deleted, or what is kept no more. */
async function restore(query: Query, power: Power, roomId: string, id: string): Promise<Inverse | null> {
  const [last] = await query<{ id: string; inverse: Inverse }>(
    `SELECT id, inverse FROM mod_action WHERE room_id = $1 AND message_id = $2 AND inverse->>'do' = 'put-back' AND undone_at IS NULL
     ORDER BY id DESC LIMIT 1`,
    [roomId, id],
  )
  const [now] = await query<{ deleted: boolean }>(
    'SELECT deleted_at IS NOT NULL AS deleted FROM message WHERE room_id = $1 AND id = $2',
    [roomId, id],
  )
  if (!now?.deleted) return (await unhide(query, roomId, id)) ? { do: 'hide', roomId, id } : null
  if (!last) throw new Refusal('conflict', 'Nothing of this message is kept: it can’t be brought back.')
  await takeBack(query, last.inverse)
  await unhide(query, roomId, id)
  await query('UPDATE mod_action SET undone_at = now(), undone_by = $2 WHERE id = $1', [last.id, power.id])
  return null
}
