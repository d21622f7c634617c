import type pg from 'pg'
import { Refusal } from '#protocol/errors.ts'
import { BODY_MAX_BYTES, PAGE_MAX, PINS_MAX } from '#protocol/limits.ts'
import type { Message, MessagePatch, RoomChanges, ShownAs, User } from '#protocol/models.ts'
import { isTooLarge } from '#protocol/scalars.ts'
import { type Query, queryOn } from '#server/database/transaction.ts'
import type { Actor } from '../actor.ts'
import { hasFiles } from '../files/find.ts'
import { findAccess, requireReadable } from '../rooms/access.ts'
import { followForReply } from '../rooms/threads.ts'
import { toFramesOfAppend, toFramesOfChange } from './frames.ts'
import { type Change, change } from './log/change.ts'
import { createLane } from './log/lane.ts'
import { findMentioned } from './mentions.ts'
import { countPins, isPinsLimit } from './pins.ts'
import { readConfirmers, readMessages } from './read.ts'
import { passingToRefusal, refuse } from './refusals.ts'

/** Changes after which a room may have more or fewer pins. */
const COUNTED_AGAIN: ReadonlySet<Change['verb']> = new Set(['pin', 'unpin', 'delete'])

/** Before everybody who reacted. */
const FROM_THE_START = '0 00000000-0000-0000-0000-000000000000'

export type SendWanted = {
  id: string
  roomId: string
  body: string
  replyToId?: string | undefined
  attachmentIds?: string[] | undefined
  confirm?: boolean | undefined
}

export type PostWanted = { id: string; roomId: string; body: string; as: ShownAs | null }

/** `announce` hears of every commit made here, as the frame its members get, in the order of commits of a room. */
export function createMessages(deps: {
  pool: pg.Pool
  announce: (frame: RoomChanges) => void
  /** A message of one's own was stored: its author has read up to there, unless something before it is unread. */
  onSent: (userId: string, roomId: string, seq: number) => void
  /** A message has these words now: it is new, or was edited. */
  onWords: (roomId: string, id: string, body: string) => void
  /** A message that carried files was deleted. */
  onFilesGone: () => void
}) {
  const query = queryOn(deps.pool)
  const lane = createLane(deps.pool, (committed) => {
    for (const room of committed) for (const frame of toFramesOfAppend(room)) deps.announce(frame)
  })

  async function requireMessage(roomId: string, viewer: string, id: string): Promise<Message> {
    const [message] = await readMessages(query, roomId, viewer, [id])
    if (!message) throw refuse('not_found')
    return message
  }

  /** Its first announcement may have been lost with the ack: telling again is harmless [K3]. */
  async function tellAgain(author: User, message: Message): Promise<void> {
    const { roomId, rev } = message
    deps.announce({ roomId, prev: rev - 1, rev, messages: [await forMany(query, message)], users: [author] })
  }

  async function commitChange(actor: Actor, wanted: Change): Promise<Message> {
    const outcome = await change(deps.pool, actor, wanted).catch((error) => {
      if (isPinsLimit(error)) throw new Refusal('conflict', `A room holds at most ${PINS_MAX} pins. Unpin one first.`)
      throw passingToRefusal(error)
    })
    if (outcome.status === 'done') {
      // Read after the commit: it may count what was pinned since, whose own frame says the same.
      const pins = COUNTED_AGAIN.has(wanted.verb) ? await countPins(query, wanted.roomId) : undefined
      for (const frame of toFramesOfChange(actor.user.id, wanted, outcome, pins)) deps.announce(frame)
    } else if (outcome.status !== 'same') throw refuse(outcome.status)
    return requireMessage(wanted.roomId, actor.user.id, wanted.id)
  }

  return {
    /**
     * Stores a message and answers its stored row [K1]. Sent again under its id by its author it answers what was stored,
     * whatever the body [M2]. Refuses `too_large` (over 102,400 bytes of UTF-8), `invalid`, `not_found` (no such room, or
     * not a member), `conflict` (another author's id), `slow_mode`, `muted`, `banned`, `forbidden` (archived, for announcements [R2], or it asks
     * for confirmation and its author may not [Q1]), `unavailable`.
     */
    async send(actor: Actor, wanted: SendWanted): Promise<Message> {
      const fileIds = [...new Set(wanted.attachmentIds)]
      requireBody(wanted.body, fileIds.length > 0)
      try {
        const mentioned = await findMentioned(query, wanted.roomId, wanted.body, actor.user.id)
        await followForReply(deps.pool, wanted.roomId, actor.user.id, mentioned)
        const outcome = await lane.push({
          id: wanted.id,
          roomId: wanted.roomId,
          author: actor.user,
          sessionId: actor.sessionId,
          body: wanted.body,
          replyToId: wanted.replyToId ?? null,
          mentionUserIds: mentioned.userIds,
          mentionGroupIds: mentioned.groupIds,
          mentionRoom: mentioned.room,
          kind: null,
          ...(wanted.confirm ? { confirm: true } : {}),
          ...(fileIds.length > 0 ? { fileIds } : {}),
        })
        if (outcome.status === 'slow_mode') {
          const retryAfterMs = Math.max(1, outcome.mayWriteAt.getTime() - Date.now())
          throw new Refusal('slow_mode', 'This room is in slow mode.', { retryAfterMs })
        }
        if (outcome.status === 'new') {
          deps.onSent(actor.user.id, wanted.roomId, outcome.message.seq)
          deps.onWords(wanted.roomId, wanted.id, wanted.body)
          return outcome.message
        }
        if (outcome.status !== 'dup') throw refuse(outcome.status)
        const message = await requireMessage(wanted.roomId, actor.user.id, wanted.id)
        await tellAgain(actor.user, message)
        return (await findAccess(query, wanted.roomId, actor.user)) ? message : asWritten(message)
      } catch (error) {
        throw passingToRefusal(error)
      }
    },

    /**
     * Stores what a webhook posts, under an id that a repeat has again [Z3]. It mentions nobody, and its links are not previewed.
     * Refuses `not_found` (revoked), `forbidden` (archived), `too_large`, `invalid`, `conflict`, `unavailable`.
     */
    async post(author: User, { id, roomId, body, as }: PostWanted): Promise<void> {
      requireBody(body)
      try {
        const outcome = await lane.push({
          ...{ id, roomId, author, sessionId: null, body, replyToId: null, kind: null },
          ...{ mentionUserIds: [], mentionRoom: null, posted: { as } },
        })
        if (outcome.status === 'dup') await tellAgain(author, await requireMessage(roomId, author.id, id))
        else if (outcome.status === 'slow_mode') throw new Error('a webhook had to wait as a member does')
        else if (outcome.status !== 'new') throw refuse(outcome.status)
      } catch (error) {
        throw passingToRefusal(error)
      }
    },

    /** Changes one's own message. Refuses `forbidden` (another's), `conflict` (deleted), and what `send` refuses. */
    async edit(actor: Actor, roomId: string, id: string, body: string): Promise<Message> {
      requireBody(body, body.trim() === '' && (await hasFiles(query, roomId, id, actor.user.id)))
      const mentioned = await findMentioned(query, roomId, body, actor.user.id)
      const message = await commitChange(actor, {
        verb: 'edit',
        roomId,
        id,
        arg: body,
        mentionUserIds: mentioned.userIds,
        mentionGroupIds: mentioned.groupIds,
        mentionRoom: mentioned.room,
      })
      deps.onWords(roomId, id, body)
      return message
    },

    /** Leaves a tombstone that keeps its seq; the words and files are gone at once. One's own, or any by a room's owner or moderator. */
    async remove(actor: Actor, roomId: string, id: string): Promise<Message> {
      const message = await commitChange(actor, { verb: 'delete', roomId, id })
      if (await hasFiles(query, roomId, id)) deps.onFilesGone()
      return message
    },

    /** Adds or takes back one's own reaction; doing it twice changes nothing. At most 50 different ones a message. */
    react: (actor: Actor, roomId: string, id: string, emoji: string, on: boolean) =>
      commitChange(actor, { verb: on ? 'react' : 'unreact', roomId, id, arg: emoji }),

    /**
     * The viewer has read what a message asks to confirm; for ever, and twice is once [Q2]. Refuses `forbidden` where it does
     * not ask them: it asks nobody, it is their own, or they joined later.
     */
    confirm: (actor: Actor, roomId: string, id: string) => commitChange(actor, { verb: 'confirm', roomId, id }),

    /** Any member pins and unpins; where only a few write, those few. At most 100 a room: `conflict` beyond. */
    pin: (actor: Actor, roomId: string, id: string, on: boolean) =>
      commitChange(actor, { verb: on ? 'pin' : 'unpin', roomId, id }),

    /** Who reacted with an emoji, first ones first, in pages of 100. Refuses `not_found`, and `invalid` for a cursor nobody gave. */
    async reactors(
      actor: Actor,
      roomId: string,
      id: string,
      emoji: string,
      cursor?: string,
    ): Promise<{ userIds: string[]; next?: string }> {
      await requireReadable(query, roomId, actor.user)
      // After the last one told, not so many further on: somebody who takes theirs back moves nobody out of the pages.
      const [at, after] =
        /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ?? FROM_THE_START)?.slice(1) ?? []
      if (at === undefined || after === undefined)
        throw new Refusal('invalid', 'This page does not exist.', { fields: { cursor: 'unknown' } })
      const rows = await query<{ user_id: string; at: number }>(
        `SELECT x.user_id, x.at FROM (
           SELECT user_id, (extract(epoch FROM created_at) * 1000)::int8 AS at FROM reaction
           WHERE room_id = $1 AND message_id = $2 AND emoji = $3) x
         WHERE (x.at, x.user_id) > ($4::int8, $5::uuid) ORDER BY x.at, x.user_id LIMIT $6`,
        [roomId, id, emoji, at, after, PAGE_MAX + 1],
      )
      const page = rows.slice(0, PAGE_MAX)
      const userIds = page.map((row) => row.user_id)
      const last = page.at(-1)
      return rows.length > PAGE_MAX && last ? { userIds, next: `${last.at} ${last.user_id}` } : { userIds }
    },

    /** Messages that wait to be committed. */
    waiting: () => lane.depth(),
    /** Resolves when everything sent so far is committed or refused. */
    idle: () => lane.idle(),
  }
}

/** Refuses what is empty (`invalid`), unless it carries files, and what is over 102,400 bytes of UTF-8 (`too_large`). */
export function requireBody(body: string, hasFiles = false): void {
  if (isTooLarge(body)) throw new Refusal('too_large', `A message holds at most ${BODY_MAX_BYTES / 1024} KB.`)
  if (!hasFiles && body.trim() === '') throw new Refusal('invalid', 'Write something first.', { fields: { body: 'is empty' } })
}

export type Messages = ReturnType<typeof createMessages>

/** What its author knows of it anyway, once the room is closed to them. */
const asWritten = ({ thread: _thread, confirm, ...message }: Message): Message => ({
  ...message,
  reactions: [],
  ...(confirm ? { confirm: { count: 0, asked: confirm.asked } } : {}),
})

/** A row as it goes to everybody: whose view it was read for is taken out, and who confirmed it last is named, to be told apart. */
async function forMany(query: Query, message: Message): Promise<MessagePatch> {
  const reactions = message.reactions.map(({ mine: _mine, ...reaction }) => reaction)
  if (!message.confirm) return { ...message, reactions }
  const { mine: _mine, ...confirm } = message.confirm
  const confirmed = (await readConfirmers(query, message.roomId, message.rev - 1, [message])).get(message.id)
  return { ...message, reactions, confirm, ...(confirmed ? { confirmed } : {}) }
}
