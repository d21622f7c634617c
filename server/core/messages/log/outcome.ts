import type { Message, ShownAs, User } from '#protocol/models.ts'

/** A message as it comes to the log: checked in shape, its mentions looked up. */
export type Entry = {
  id: string
  roomId: string
  author: User
  sessionId: string | null
  body: string
  replyToId: string | null
  mentionUserIds: string[]
  mentionGroupIds?: string[]
  mentionRoom: 'all' | 'here' | null
  kind: 'system' | null
  /** Its readers are to confirm it. */
  confirm?: boolean
  /** Files it carries, whole ones of its author’s for this room. */
  fileIds?: string[]
  /** A webhook posts it: under its own name, or as told here. */
  posted?: { as: ShownAs | null }
}

export type RefusedStatus =
  | 'no_room'
  | 'not_member'
  | 'not_found'
  | 'conflict'
  | 'session_ended'
  | 'banned'
  | 'muted'
  | 'archived'
  | 'announce_only'
  | 'bad_reply'
  | 'forbidden'
  | 'deleted'
  | 'too_many'
  | 'may_not_ask'
  | 'not_asked'
  | 'no_file'

export type AppendOutcome =
  | { status: 'new'; message: Message }
  /** Stored before, by the same author. */
  | { status: 'dup' }
  | { status: 'slow_mode'; mayWriteAt: Date }
  | { status: RefusedStatus }

/** Appended by itself, because more than the message is written with it. */
export const isAlone = ({ confirm, fileIds = [], posted }: Entry): boolean =>
  confirm === true || fileIds.length > 0 || posted !== undefined

/** A message in another room whose thread got or lost replies. */
export type Touched = {
  roomId: string
  id: string
  seq: number
  rev: number
  base: number
  authorId: string
  threadRoomId: string
  count: number
  at: Date
}

/** What one commit did to one room: it takes the room from `prev` to `rev`. */
export type Committed = {
  roomId: string
  prev: number
  rev: number
  appended: { message: Message; author: User }[]
  touched: Touched[]
}
