'use client'

import { useCallback } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState, useRoom } from '#app/_hooks/chat.tsx'
import { go, messagePath, roomPath, threadPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'

/** Leads to a message where it was written; to a thread beside its message; or to a room. */
export function useOpenMessage(): (roomId: string, seq?: number) => Promise<void> {
  const chat = useChat()
  return useCallback(
    async (roomId, seq) => {
      try {
        const room = chat.getState().rooms[roomId] ?? (await chat.getRoom(roomId))
        if (room.parent) go(threadPath(room.parent.roomId, room.parent.messageId, seq))
        else go(seq === undefined ? roomPath(roomId) : messagePath(roomId, seq))
      } catch (error) {
        void tell(refusalInWords(error), 'refused')
      }
    },
    [chat],
  )
}

/** What a room is called in a list; a thread goes by its room. */
export function useRoomTitle(roomId: string | undefined): string | undefined {
  const viewer = useViewer()
  const room = useRoom(roomId ?? '')
  const parent = useRoom(room?.parent?.roomId ?? '')
  const users = useChatState((state) => state.users)
  if (!room) return undefined
  if (room.parent) return parent ? say.screens.aThreadOf(roomTitle(parent, users, viewer.id)) : say.screens.aThread
  return roomTitle(room, users, viewer.id)
}

/** Does something that may be refused, and says so. */
export const tried = (work: Promise<unknown>) => void work.catch((error: unknown) => tell(refusalInWords(error), 'refused'))
