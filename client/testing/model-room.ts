import type { Page } from '#client/timeline/pages.ts'
import type { Message, MessagePatch, RoomChanges } from '#protocol/models.ts'

export type Change =
  | { do: 'send'; by: string; body: string; id?: string; mentions?: string[]; confirm?: boolean }
  | { do: 'confirm'; seq: number; by: string }
  | { do: 'remind'; seq: number }
  | { do: 'edit'; seq: number; body: string; mentions?: string[] }
  | { do: 'delete'; seq: number }
  | { do: 'react'; seq: number; by: string; emoji: string }
  | { do: 'pin'; seq: number }
  | { do: 'hide'; seq: number }
  | { do: 'rename'; name: string }

/** A room as the server keeps it, as plainly as it can be said: rows, a clock, and the frame of each commit. */
export function createModelRoom(roomId: string) {
  const rows: Message[] = []
  /** Whom a message counts for as a mention: those it named when it was sent, an edit adds and takes none. */
  const counted = new Map<number, string[]>()
  /** Who confirmed a message, and at which rev. */
  const confirmers = new Map<number, { userId: string; rev: number }[]>()
  let rev = 0
  let name = 'room'
  let roomRev = 0

  const idOf = (seq: number) => `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`
  const timeOf = (at: number) => new Date(at * 1000).toISOString()
  const confirmed = (seq: number, userId: string) => confirmers.get(seq)?.some((one) => one.userId === userId) ?? false

  /** A row for one viewer; or, without one, for everybody who did not confirm it since. */
  function whole(row: Message, viewer: string | undefined): Message {
    const { confirm, ...rest } = structuredClone(row)
    if (!confirm) return rest
    return { ...rest, confirm: viewer !== undefined && confirmed(row.seq, viewer) ? { ...confirm, mine: true } : confirm }
  }

  function commitOne(change: Change): { patch?: MessagePatch; name?: string } | null {
    if (change.do === 'rename') {
      rev += 1
      roomRev = rev
      name = change.name
      return { name }
    }
    if (change.do === 'send') {
      rev += 1
      const row: Message = {
        id: change.id ?? idOf(rows.length + 1),
        roomId,
        seq: rows.length + 1,
        rev,
        authorId: change.by,
        body: change.body,
        createdAt: timeOf(rev),
        reactions: [],
        pinned: false,
        attachments: [],
        mentions: { userIds: change.mentions ?? [], groupIds: [] },
        ...(change.confirm ? { confirm: { count: 0, asked: 2 } } : {}),
      }
      rows.push(row)
      for (const userId of row.mentions.userIds) counted.set(row.seq, [...(counted.get(row.seq) ?? []), userId])
      return { patch: structuredClone(row) }
    }
    const row = rows[change.seq - 1]
    if (!row || (row.deletedAt && change.do !== 'hide')) return null
    if (change.do === 'confirm' && (!row.confirm || row.authorId === change.by || confirmed(row.seq, change.by))) return null
    if (change.do === 'remind' && !row.confirm) return null
    rev += 1
    row.rev = rev
    const patch: MessagePatch = { id: row.id, seq: row.seq, rev, authorId: row.authorId }
    switch (change.do) {
      case 'edit':
        row.body = change.body
        row.editedAt = timeOf(rev)
        if (change.mentions) row.mentions = { userIds: change.mentions, groupIds: [] }
        return { patch: { ...patch, body: row.body, editedAt: row.editedAt, mentions: row.mentions } }
      case 'delete': {
        const unmentioned = row.mentions
        counted.delete(row.seq)
        const gone = { body: '', deletedAt: timeOf(rev), pinned: false, reactions: [], mentions: { userIds: [], groupIds: [] } }
        Object.assign(row, gone)
        delete row.confirm
        confirmers.delete(row.seq)
        return { patch: { ...patch, ...gone, unmentioned, confirm: null } }
      }
      case 'confirm':
        confirmers.set(row.seq, [...(confirmers.get(row.seq) ?? []), { userId: change.by, rev }])
        row.confirm = { ...row.confirm!, count: row.confirm!.count + 1 }
        return { patch: { ...patch, confirmedCount: 1, confirmed: [change.by] } }
      case 'remind':
        row.confirm = { ...row.confirm!, remindedAt: timeOf(rev) }
        return { patch: { ...patch, remindedAt: timeOf(rev) } }
      case 'react': {
        const reaction = row.reactions.find((other) => other.emoji === change.emoji)
        const on = !reaction?.userIds.includes(change.by)
        if (!reaction) row.reactions.push({ emoji: change.emoji, count: 1, userIds: [change.by] })
        else if (on) {
          reaction.userIds.push(change.by)
          reaction.count += 1
        } else {
          reaction.userIds = reaction.userIds.filter((id) => id !== change.by)
          reaction.count -= 1
          row.reactions = row.reactions.filter((other) => other.count > 0)
        }
        return { patch: { ...patch, reacted: [{ userId: change.by, emoji: change.emoji, on }] } }
      }
      case 'pin':
        row.pinned = !row.pinned
        return { patch: { ...patch, pinned: row.pinned } }
      case 'hide':
        if (row.hiddenAt) delete row.hiddenAt
        else row.hiddenAt = timeOf(rev)
        return { patch: { ...patch, hiddenAt: row.hiddenAt ?? null, mentions: row.mentions } }
    }
  }

  return {
    get rev() {
      return rev
    },
    get name() {
      return name
    },
    get lastSeq() {
      return rows.length
    },
    rows: (viewer = '') => rows.map((row) => whole(row, viewer)),
    waitsFor: (viewer: string): Message[] =>
      rows.filter((row) => row.confirm && row.authorId !== viewer && !row.hiddenAt && !confirmed(row.seq, viewer)),
    isMention: (seq: number, userId: string): boolean => counted.get(seq)?.includes(userId) ?? false,
    find: (id: string): Message | undefined => rows.find((row) => row.id === id),

    /** Somebody confirmed something since: reconciliation has them ask for it instead. */
    isToldApart: (userId: string, afterRev: number): boolean =>
      [...confirmers.values()].flat().some((one) => one.userId === userId && one.rev > afterRev),

    /** One commit of several changes, and the frame that tells it. Null when nothing was changed. */
    commit(changes: readonly Change[]): RoomChanges | null {
      const prev = rev
      const done = changes.map(commitOne).filter((one) => one !== null)
      if (done.length === 0) return null
      const named = done.findLast((one) => one.name !== undefined)
      const messages = done.flatMap((one) => (one.patch ? [one.patch] : []))
      return { roomId, prev, rev, messages, ...(named?.name ? { room: { name: named.name } } : {}) }
    },

    /** `room:sync`: whole rows by rev, ended early after `most` of them. Without a viewer, as reconciliation tells everybody. */
    sync(afterRev: number, most = Number.POSITIVE_INFINITY, viewer?: string): RoomChanges {
      const changed = rows.filter((row) => row.rev > afterRev).sort((a, b) => a.rev - b.rev)
      const told = changed.slice(0, most)
      const isAll = told.length === changed.length
      const to = isAll ? rev : told[told.length - 1]!.rev
      return {
        roomId,
        prev: afterRev,
        rev: to,
        messages: told.map((row) => whole(row, viewer)),
        ...(roomRev > afterRev && roomRev <= to ? { room: { name } } : {}),
      }
    },

    /** `room:history`. */
    page(ask: { before?: number; after?: number; around?: number; limit: number }, viewer = ''): Page {
      const { before, after, around, limit } = ask
      const from =
        around !== undefined
          ? Math.max(1, around - Math.floor(limit / 2))
          : after !== undefined
            ? after + 1
            : Math.max(1, (before ?? rows.length + 1) - limit)
      const to = Math.min(rows.length, before !== undefined ? before - 1 : from + limit - 1)
      const messages = rows.slice(from - 1, Math.max(to, from - 1)).map((row) => whole(row, viewer))
      return { messages, hasBefore: from > 1, hasAfter: to < rows.length, rev }
    },
  }
}

export type ModelRoom = ReturnType<typeof createModelRoom>
