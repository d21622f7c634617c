import { REACTION_USERS_MAX } from '#protocol/limits.ts'
import type { Confirmation, Message, MessagePatch, Reaction } from '#protocol/models.ts'

/** The message a row holds when it is whole: a new message, or one of hello, sync, history and reconciliation. Else null. */
export function asWhole(row: MessagePatch, roomId: string): Message | null {
  const { body, createdAt, reactions, pinned, attachments, mentions } = row
  if (body === undefined || createdAt === undefined || pinned === undefined) return null
  if (reactions === undefined || attachments === undefined || mentions === undefined) return null
  const { reacted: _r, unmentioned: _u, confirmed: _c, confirmedCount: _n, remindedAt: _at, ...fields } = row
  return withoutNulls({ ...fields, roomId })
}

/** `held` with what a commit changed in it (`null` clears); a whole row replaces it. The caller has compared the revs. */
export function patched(held: Message, row: MessagePatch, me: string): Message {
  const { reacted, unmentioned: _u, confirmed: _c, confirmedCount: _n, remindedAt: _at, ...fields } = row
  const next = withoutNulls({ ...held, ...confirmationOf(held, row, me), ...fields, roomId: held.roomId })
  if (reacted === undefined) return row.reactions === undefined ? next : withOwn(next, me, held)
  return { ...next, reactions: reacted.reduce((all, change) => react(all, change, me), next.reactions) }
}

/**
 * `mine` is left out of rows that go to many people at once: it is told by the people named, or where not all are named
 * by what was known before.
 */
export function withOwn(message: Message, me: string, held?: Message): Message {
  if (message.confirm) return withOwnReactions({ ...message, confirm: ownConfirmation(message.confirm, held?.confirm) }, me, held)
  return withOwnReactions(message, me, held)
}

function ownConfirmation({ mine, ...confirm }: Confirmation, held: Confirmation | undefined): Confirmation {
  return mine || held?.mine ? { ...confirm, mine: true } : confirm
}

/** What a patch says of a message that asks for confirmation: how many confirmed now, whether `me` did, and that others were reminded. */
function confirmationOf(
  { confirm }: Message,
  { confirmed = [], confirmedCount = confirmed.length, remindedAt }: MessagePatch,
  me: string,
): { confirm?: Confirmation } {
  if (!confirm || (confirmedCount === 0 && remindedAt === undefined)) return {}
  const isMine = confirm.mine || confirmed.includes(me)
  return {
    confirm: {
      ...confirm,
      count: confirm.count + confirmedCount,
      ...(remindedAt === undefined ? {} : { remindedAt }),
      ...(isMine ? { mine: true } : {}),
    },
  }
}

function withOwnReactions(message: Message, me: string, held?: Message): Message {
  if (message.reactions.length === 0) return message
  const reactions = message.reactions.map(({ mine, ...reaction }): Reaction => {
    const known = held?.reactions.find((other) => other.emoji === reaction.emoji)?.mine ?? false
    const isMine = mine ?? (reaction.userIds.includes(me) || (known && reaction.count > reaction.userIds.length))
    return isMine ? { ...reaction, mine: true } : reaction
  })
  return { ...message, reactions }
}

function react(
  all: readonly Reaction[],
  { userId, emoji, on }: { userId: string; emoji: string; on: boolean },
  me: string,
): Reaction[] {
  const former = all.find((reaction) => reaction.emoji === emoji)
  if (!former) return on ? [...all, { emoji, count: 1, userIds: [userId], ...(userId === me ? { mine: true } : {}) }] : [...all]
  const { mine, ...rest } = former
  const others = former.userIds.filter((id) => id !== userId)
  const isMine = userId === me ? on : mine
  const next: Reaction = {
    ...rest,
    count: former.count + (on ? 1 : -1),
    userIds: on && others.length < REACTION_USERS_MAX ? [...others, userId] : others,
    ...(isMine ? { mine: true } : {}),
  }
  return next.count > 0
    ? all.map((reaction) => (reaction === former ? next : reaction))
    : all.filter((reaction) => reaction !== former)
}

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null | undefined }

function withoutNulls(row: Nullable<MessagePatch>): Message {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as Message
}
