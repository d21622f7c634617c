import type { Query } from '#server/database/transaction.ts'
import { roomsOf, STRETCH } from './own-messages.ts'

const PAGE = 500

type Row = Record<string, unknown>

/**
 * Everything that is a person's, as the text of one JSON object, piece by piece: who they are, where they are signed in, their rooms and
 * groups, what they keep for later, their files by name, and every message they wrote and did not delete, page by page [AW10].
 */
export async function* exportAccount(query: Query, userId: string): AsyncGenerator<string> {
  const rows = (text: string) => query<Row>(text, [userId])
  const [profile] = await rows(
    `SELECT id, username, display_name AS "displayName", email, role, status_text AS "statusText", title, about, time_zone AS "timeZone", created_at AS "createdAt" FROM users WHERE id = $1`,
  )
  yield `{\n"exportedAt": ${JSON.stringify(new Date())},\n"profile": ${JSON.stringify(profile)},\n`
  for (const [name, text] of Object.entries(PARTS)) yield `"${name}": ${JSON.stringify(await rows(text), null, 1)},\n`
  yield '"messages": ['
  let isFirst = true
  for await (const page of ownMessages(query, userId)) {
    yield `${isFirst ? '\n' : ',\n'}${page.map((message) => JSON.stringify(message)).join(',\n')}`
    isFirst = false
  }
  yield '\n]\n}\n'
}

const PARTS = {
  providers: `SELECT provider, created_at AS "since" FROM account WHERE user_id = $1 ORDER BY provider`,
  passkeys: `SELECT name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkey WHERE user_id = $1 ORDER BY created_at`,
  sessions: `SELECT device, address, created_at AS "createdAt", last_used_at AS "lastUsedAt", ended_at AS "endedAt" FROM session WHERE user_id = $1 ORDER BY created_at`,
  rooms: `SELECT r.id, r.kind, r.name, r.parent_room_id AS "parentRoomId", ms.role, ms.joined_at AS "joinedAt", ms.left_at AS "leftAt", ms.draft FROM membership ms JOIN room r ON r.id = ms.room_id WHERE ms.user_id = $1 ORDER BY ms.joined_at, r.id`,
  groups: `SELECT g.name, m.added_at AS "since" FROM user_group_member m JOIN user_group g ON g.id = m.group_id WHERE m.user_id = $1 ORDER BY g.name`,
  saved: `SELECT room_id AS "roomId", message_id AS "messageId", saved_at AS "savedAt" FROM saved_message WHERE user_id = $1 AND removed_at IS NULL ORDER BY saved_at`,
  reminders: `SELECT at, text, room_id AS "roomId", message_id AS "messageId" FROM reminder WHERE user_id = $1 AND removed_at IS NULL ORDER BY at`,
  scheduled: `SELECT at, room_id AS "roomId", body FROM scheduled_message WHERE user_id = $1 AND ended_at IS NULL ORDER BY at`,
  keywords: `SELECT unnest(words) AS word FROM keywords WHERE user_id = $1`,
  files: `SELECT id, name, type, size, room_id AS "roomId", message_id AS "messageId", created_at AS "createdAt" FROM attachment WHERE uploaded_by = $1 AND removed_at IS NULL ORDER BY created_at, id`,
}

async function* ownMessages(query: Query, userId: string): AsyncGenerator<Row[]> {
  for (const { room_id, last_seq } of await roomsOf(query, userId)) {
    for (let after = 0; after < last_seq; ) {
      const until = Math.min(last_seq, after + STRETCH)
      const page = await query<Row & { seq: number }>(
        `SELECT id, room_id AS "roomId", seq, body, created_at AS "at", edited_at AS "editedAt", reply_to AS "replyToId" FROM message
         WHERE room_id = $1 AND seq > $2 AND seq <= $3 AND author_id = $4 AND deleted_at IS NULL AND kind IS NULL ORDER BY seq LIMIT $5`,
        [room_id, after, until, userId, PAGE],
      )
      if (page.length > 0) yield page
      after = page.length === PAGE ? page.at(-1)!.seq : until
    }
  }
}
