import { namesIn } from '#server/core/messages/mentions.ts'

/** Rows as the database keeps them, by table. Times are ISO 8601. */
export type Row = Record<string, unknown>
export type Tables = Record<
  'users' | 'user_head' | 'room' | 'room_head' | 'membership' | 'message' | 'message_edit' | 'mention' | 'reaction',
  Row[]
>

export const createTables = (): Tables => ({
  users: [],
  user_head: [],
  room: [],
  room_head: [],
  membership: [],
  message: [],
  message_edit: [],
  mention: [],
  reaction: [],
})

const EVERYBODY = '00000000-0000-0000-0000-000000000000'
const iso = (at: number) => new Date(at).toISOString()

export type Log = ReturnType<typeof createLog>
type Message = Row & { id: string; seq: number; rev: number; body: string; author_id: string; deleted_at: string | null }

/**
 * One room's log, written in the order in which things happened: every change takes the room's next rev, every message
 * its next seq, and a row carries the rev of its latest change, as MESSAGE-LOG's functions do it.
 * `idsByName` are the members, who can be mentioned; `startRev` is what making the room took.
 */
export function createLog(tables: Tables, roomId: string, idsByName: ReadonlyMap<string, string>, startRev: number) {
  const head = { room_id: roomId, last_seq: 0, rev: startRev, last_at: null as string | null, deleted: 0 }
  tables.room_head.push(head)
  const messages = new Map<string, Message>()
  const change = (id: string) => {
    const message = messages.get(id)
    if (!message) throw new Error(`no message ${id} in room ${roomId}`)
    return { message, stamp: () => (message.rev = ++head.rev) }
  }

  return {
    head,
    authorOf: (id: string): string => change(id).message.author_id,

    send(id: string, authorId: string, body: string, at: number, replyTo: string | null = null): number {
      const names = namesIn(body)
      const mentioned = names.flatMap((name) => idsByName.get(name) ?? [])
      const everybody = names.includes('all')
      const message: Message = {
        id,
        room_id: roomId,
        seq: ++head.last_seq,
        rev: ++head.rev,
        author_id: authorId,
        body,
        created_at: iso(at),
        edited_at: null,
        deleted_at: null,
        hidden_at: null,
        reply_to: replyTo,
        pinned_at: null,
        pinned_by: null,
        mention_user_ids: mentioned,
        mention_room: everybody ? 'all' : null,
        kind: null,
      }
      head.last_at = iso(at)
      messages.set(id, message)
      tables.message.push(message)
      for (const userId of everybody ? [...mentioned, EVERYBODY] : mentioned) {
        tables.mention.push({ room_id: roomId, user_id: userId, seq: message.seq })
      }
      return message.seq
    },

    react(id: string, userId: string, emoji: string, at: number) {
      tables.reaction.push({ room_id: roomId, message_id: id, emoji, user_id: userId, created_at: iso(at) })
      change(id).stamp()
    },

    edit(id: string, body: string, at: number) {
      const { message, stamp } = change(id)
      tables.message_edit.push({ room_id: roomId, message_id: id, rev: message.rev, body: message.body, edited_at: iso(at) })
      message.body = body
      message.edited_at = iso(at)
      stamp()
    },

    pin(id: string, userId: string, at: number) {
      const { message, stamp } = change(id)
      message.pinned_at = iso(at)
      message.pinned_by = userId
      stamp()
    },

    /** Only for a message that nobody reacted to, and that was not edited. */
    remove(id: string, at: number) {
      const { message, stamp } = change(id)
      message.body = ''
      message.deleted_at = iso(at)
      message.mention_user_ids = []
      message.mention_room = null
      tables.mention = tables.mention.filter((row) => row.room_id !== roomId || row.seq !== message.seq)
      head.deleted++
      stamp()
    },

    /** A message's thread was answered. */
    touch(id: string) {
      change(id).stamp()
    },
  }
}
