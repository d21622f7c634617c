import { Refusal } from '#protocol/errors.ts'
import { isPassing } from './log/failures.ts'
import type { RefusedStatus } from './log/outcome.ts'

/** The log's no as a refusal. What is not yours looks like what is not there. */
export function refuse(status: RefusedStatus): Refusal {
  switch (status) {
    case 'no_room':
    case 'not_member':
    case 'not_found':
      return new Refusal('not_found', 'There is no such room or message.')
    case 'bad_reply':
      return new Refusal('not_found', 'The message it replies to is not in this room.', {
        fields: { replyToId: 'not in this room' },
      })
    case 'conflict':
      return new Refusal('conflict', 'This message id is taken. Send it under a new one.')
    case 'session_ended':
      return new Refusal('unauthorized', 'You are signed out. Sign in again.')
    case 'banned':
      return new Refusal('banned', 'You are banned here.')
    case 'muted':
      return new Refusal('muted', 'You are muted here for now.')
    case 'archived':
      return new Refusal('forbidden', 'This room is archived: it can be read, not written in.')
    case 'announce_only':
      return new Refusal('forbidden', 'This room is for announcements: its owners and moderators write here.')
    case 'forbidden':
      return new Refusal('forbidden', 'Only its author can do that to this message.')
    case 'deleted':
      return new Refusal('conflict', 'This message was deleted.')
    case 'too_many':
      return new Refusal('conflict', 'This message has as many different reactions as it can hold.')
    case 'may_not_ask':
      return new Refusal('forbidden', 'Only a room’s owner or moderator can ask for confirmation, and nobody in a thread.')
    case 'not_asked':
      return new Refusal('forbidden', 'This message does not ask you to confirm it.')
    case 'no_file':
      return new Refusal('conflict', 'A file of this message is not there any more. Attach it again.', {
        fields: { attachmentIds: 'not there' },
      })
    default: {
      const never: never = status
      throw new Error(`unknown outcome ${String(never)}`)
    }
  }
}

/** A database failure that passes becomes `unavailable`, so that the client asks again; anything else goes on up. */
export function passingToRefusal(error: unknown): unknown {
  return isPassing(error) ? new Refusal('unavailable', 'This can’t be stored right now.', { retryAfterMs: 1_000 }) : error
}
