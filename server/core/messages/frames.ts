import type { MessagePatch, RoomChanges, User } from '#protocol/models.ts'
import type { Change, ChangeOutcome } from './log/change.ts'
import type { Committed, Touched } from './log/outcome.ts'

const ofThread = ({ id, seq, rev, authorId, threadRoomId, count, at }: Touched): MessagePatch => ({
  id,
  seq,
  rev,
  authorId,
  thread: count > 0 ? { roomId: threadRoomId, count, lastAt: at.toISOString() } : null,
})

/** What a commit of new messages tells a room's members. */
export function toFrame({ roomId, prev, rev, appended, touched }: Committed): RoomChanges {
  const users = new Map<string, User>(appended.map(({ author }) => [author.id, author]))
  const messages = [...appended.map(({ message }) => message), ...touched.map(ofThread)].sort((a, b) => a.rev - b.rev)
  return { roomId, prev, rev, messages, ...(users.size > 0 ? { users: [...users.values()] } : {}) }
}

type Done = Extract<ChangeOutcome, { status: 'done' }>

/** What the commit of one change tells: a frame for its room, and one for the parent of a thread that lost a reply. */
export function toFrames(userId: string, wanted: Change, done: Done): RoomChanges[] {
  const frame = (roomId: string, patch: MessagePatch): RoomChanges => ({
    roomId,
    prev: patch.rev - 1,
    rev: patch.rev,
    messages: [patch],
  })
  const frames = [frame(wanted.roomId, toPatch(userId, wanted, done))]
  if (done.touched) frames.push(frame(done.touched.roomId, ofThread(done.touched)))
  return frames
}

function toPatch(userId: string, { verb, id, arg = '' }: Change, done: Done): MessagePatch {
  const { seq, rev, authorId } = done
  const base = { id, seq, rev, authorId }
  const mentioned = { userIds: done.mentionUserIds, groupIds: [], ...(done.mentionRoom ? { room: done.mentionRoom } : {}) }
  const at = done.at.toISOString()
  switch (verb) {
    case 'edit':
      return { ...base, body: arg, editedAt: at, mentions: mentioned }
    case 'delete':
      return {
        ...base,
        body: '',
        deletedAt: at,
        reactions: [],
        pinned: false,
        attachments: [],
        mentions: { userIds: [], groupIds: [] },
        unmentioned: mentioned,
      }
    case 'pin':
    case 'unpin':
      return { ...base, pinned: verb === 'pin' }
    case 'react':
    case 'unreact':
      return { ...base, reacted: [{ userId, emoji: arg, on: verb === 'react' }] }
    default: {
      const never: never = verb
      throw new Error(`unknown verb ${String(never)}`)
    }
  }
}
