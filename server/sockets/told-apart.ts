import type { MessagePatch, RoomChanges } from '#protocol/models.ts'

export type Apart = {
  /** Who confirmed a message in it. */
  confirmers: readonly string[]
  /** For everybody else in the room: how many did. */
  shared: RoomChanges
  /** For one of them: that they did. */
  of(userId: string): RoomChanges
}

/** A frame in which somebody confirmed names them to nobody but themselves [Q3]. Null for every other frame. */
export function toldApart(frame: RoomChanges): Apart | null {
  const confirmers = [...new Set(frame.messages.flatMap((row) => row.confirmed ?? []))]
  if (confirmers.length === 0) return null
  const as = (userId: string | null): RoomChanges => ({ ...frame, messages: frame.messages.map((row) => asToldTo(row, userId)) })
  return { confirmers, shared: as(null), of: as }
}

function asToldTo({ confirmed, ...row }: MessagePatch, userId: string | null): MessagePatch {
  if (!confirmed) return row
  const isTheirs = userId !== null && confirmed.includes(userId)
  if (row.confirm) return isTheirs ? { ...row, confirm: { ...row.confirm, mine: true } } : row
  return { ...row, confirmedCount: confirmed.length, ...(isTheirs ? { confirmed: [userId] } : {}) }
}
