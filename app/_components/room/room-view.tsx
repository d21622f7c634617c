'use client'

import { createContext, useContext } from 'react'
import type { Message, RoomSummary } from '#protocol/models.ts'

/** What a message row needs of the room it stands in. */
export type RoomView = {
  room: RoomSummary
  /** The room whose members and rules count: a thread's parent. */
  law: RoomSummary
  /** A member of the room, or of the parent of a thread, in a room that is not archived: may react and edit what is theirs. */
  canWrite: boolean
  /** May write something new here. */
  canSend: boolean
  governs: boolean
  /** The message that is being edited here. */
  editing: string | null
  edit: (messageId: string | null) => void
  /** The next message answers this one. */
  quote: (message: Message) => void
  /** Absent in a thread. */
  openThread: ((message: Message) => void) | null
  /** Shows a message of this room that may not be held. */
  jumpTo: (seq: number) => void
  markUnread: (message: Message) => void
  focusComposer: () => void
}

export const RoomViewContext = createContext<RoomView | null>(null)

export function useRoomView(): RoomView {
  const view = useContext(RoomViewContext)
  if (view === null) throw new Error('useRoomView is used outside of a conversation')
  return view
}

/** May change a room's topic: any member where everybody may write. */
export const mayChangeTopic = (room: RoomSummary): boolean =>
  !room.archived && room.role !== undefined && (mayGovern(room) || (room.posting ?? 'everybody') === 'everybody')

/** May rename, slow down, close and archive a room, delete in it and remove people from it. */
export const mayGovern = (room: RoomSummary): boolean => room.role === 'owner' || room.role === 'moderator'
