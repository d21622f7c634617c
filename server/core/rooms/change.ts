import { Refusal } from '#protocol/errors.ts'
import type { RoomPosting } from '#protocol/models.ts'
import type { Query } from '#server/database/transaction.ts'
import { stampRoom } from './clocks.ts'
import { nameKey, requireName } from './names.ts'
import { requireRank } from './rank.ts'
import { say } from './say.ts'

export type RoomChange = {
  name?: string | undefined
  topic?: string | undefined
  slowModeSeconds?: number | undefined
  posting?: RoomPosting | undefined
  archived?: boolean | undefined
  previews?: boolean | undefined
}

type Facts = { name: string; topic: string; slow: number; posting: RoomPosting; archived: boolean; previews: boolean }

/**
 * Changes a channel, inside a transaction that holds its lock: so every message is committed before it or refused by it
 * [W3]. What is so already changes nothing. Refuses `forbidden` by what one's role is by now, and `invalid` for the name.
 */
export async function changeRoom(query: Query, roomId: string, userId: string, change: RoomChange): Promise<void> {
  const before = await read(query, roomId)
  const { topic: _topic, ...governed } = change
  const isGoverned = Object.values(governed).some((value) => value !== undefined) || before.posting !== 'everybody'
  const least = isGoverned ? 'moderator' : 'member'
  await requireRank(query, roomId, userId, least, 'Only a room’s owner or moderator can change that.')
  if (before.archived && change.archived !== false) throw new Refusal('forbidden', 'This room is archived.')
  const after: Facts = {
    name: change.name === undefined ? before.name : requireName(change.name),
    topic: change.topic ?? before.topic,
    slow: change.slowModeSeconds ?? before.slow,
    posting: change.posting ?? before.posting,
    archived: change.archived ?? before.archived,
    previews: change.previews ?? before.previews,
  }
  const told = lines(before, after)
  if (told.length === 0 && before.slow === after.slow && before.previews === after.previews) return
  await query(
    `UPDATE room SET name = $2, name_key = $3, topic = nullif($4, ''), slow_mode_seconds = $5, posting = $6::room_posting,
       archived_at = CASE WHEN $7 THEN coalesce(archived_at, now()) END, previews = $8 WHERE id = $1`,
    [roomId, after.name, nameKey(after.name), after.topic, after.slow, after.posting, after.archived, after.previews],
  )
  for (const line of told) await say(query, roomId, userId, line)
  await stampRoom(query, roomId)
}

async function read(query: Query, roomId: string): Promise<Facts> {
  const [row] = await query<Facts>(
    `SELECT coalesce(name, '') AS name, coalesce(topic, '') AS topic, slow_mode_seconds AS slow, posting,
       archived_at IS NOT NULL AS archived, previews FROM room WHERE id = $1`,
    [roomId],
  )
  if (!row) throw new Error('a locked room is not there')
  return row
}

const postingInWords: Record<RoomPosting, string> = {
  everybody: 'let everybody write in this room',
  threads: 'made this a room for announcements, with replies in threads',
  moderators: 'made this a room for announcements',
}

/** What the room is told of a change, each in words that follow a person's name. The pace and previews are not worth a line. */
function lines(before: Facts, after: Facts): string[] {
  return [
    before.name === after.name ? [] : `renamed the room from “${before.name}” to “${after.name}”`,
    before.topic === after.topic ? [] : after.topic === '' ? 'cleared the topic' : `set the topic to “${after.topic}”`,
    before.posting === after.posting ? [] : postingInWords[after.posting],
    before.archived === after.archived ? [] : after.archived ? 'archived this room' : 'opened this room again',
  ].flat()
}
