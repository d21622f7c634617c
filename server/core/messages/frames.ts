import type { MessagePatch, RoomChanges, User } from '#protocol/models.ts'
import type { Change, ChangeOutcome } from './log/change.ts'
import type { Committed, Touched } from './log/outcome.ts'
import { inFrames } from './size.ts'

const ofThread = ({ id, seq, rev, authorId, threadRoomId, count, at }: Touched): MessagePatch => ({
  id,
  seq,
  rev,
  authorId,
  thread: count > 0 ? { roomId: threadRoomId, count, lastAt: at.toISOString() } : null,
})

/** What a commit of new messages tells a room's members: one frame, or several that join on where one would be over 256 KB. */
export function toFramesOfAppend({ roomId, prev, rev, appended, touched }: Committed): RoomChanges[] {
  const authors = new Map<string, User>(appended.map(({ author }) => [author.id, author]))
  const rows: MessagePatch[] = [...appended.map(({ message }) => message), ...touched.map(ofThread)].sort((a, b) => a.rev - b.rev)
  const portions = inFrames(rows)
  let from = prev
  return portions.map((messages, i) => {
    const to = i === portions.length - 1 ? rev : (messages.at(-1)?.rev ?? rev)
    const users = [...new Set(messages.map(({ authorId }) => authorId))].flatMap((id) => authors.get(id) ?? [])
    const frame = { roomId, prev: from, rev: to, messages, ...(users.length > 0 ? { users } : {}) }
    from = to
    return frame
  })
}

type Done = Extract<ChangeOutcome, { status: 'done' }>

/**
 * What the commit of one change tells: a frame for its room, with how many pins it has where that may have changed, and one
 * for the parent of a thread that lost a reply. Who confirmed is named in it: whoever tells it to a room tells it apart (`toldApart`).
 */
export function toFramesOfChange(userId: string, wanted: Change, done: Done, pins?: number): RoomChanges[] {
  const frame = (roomId: string, patch: MessagePatch): RoomChanges => ({
    roomId,
    prev: patch.rev - 1,
    rev: patch.rev,
    messages: [patch],
  })
  const own = frame(wanted.roomId, toPatch(userId, wanted, done))
  const frames = [pins === undefined ? own : { ...own, room: { pins } }]
  if (done.touched) frames.push(frame(done.touched.roomId, ofThread(done.touched)))
  return frames
}

function toPatch(userId: string, { verb, id, arg = '', mentionGroupIds = [] }: Change, done: Done): MessagePatch {
  const { seq, rev, authorId } = done
  const base = { id, seq, rev, authorId }
  const mentioned = {
    userIds: done.mentionUserIds,
    groupIds: mentionGroupIds,
    ...(done.mentionRoom ? { room: done.mentionRoom } : {}),
  }
  const at = done.at.toISOString()
  switch (verb) {
    case 'edit':
      return { ...base, body: arg, editedAt: at, mentions: mentioned, preview: null }
    case 'delete':
      return {
        ...base,
        body: '',
        deletedAt: at,
        reactions: [],
        pinned: false,
        pin: null,
        preview: null,
        attachments: [],
        mentions: { userIds: [], groupIds: [] },
        unmentioned: mentioned,
        confirm: null,
      }
    case 'pin':
    case 'unpin':
      return { ...base, pinned: verb === 'pin', pin: verb === 'pin' ? { by: userId, at } : null }
    case 'react':
    case 'unreact':
      return { ...base, reacted: [{ userId, emoji: arg, on: verb === 'react' }] }
    case 'confirm':
      return { ...base, confirmed: [userId] }
    default: {
      const never: never = verb
      throw new Error(`unknown verb ${String(never)}`)
    }
  }
}
