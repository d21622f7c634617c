'use client'

import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** What is asked before it is done to a room. */
export function useRoomVerbs(room: RoomSummary) {
  const chat = useChat()
  const dialogs = useDialogs()
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const title = roomTitle(room, users, viewer.id)

  return {
    leave() {
      if (room.kind === 'THREAD')
        return void chat.leave(room.id).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
      dialogs.open({
        name: 'confirm',
        title: `Leave ${title}?`,
        text:
          room.kind === 'PRIVATE'
            ? 'Somebody in it has to invite you before you can come back.'
            : 'You can join again at any time.',
        action: 'Leave room',
        danger: room.kind === 'PRIVATE',
        run: async () => {
          await chat.leave(room.id)
          if (window.location.pathname.endsWith(room.id)) go('/', 'replace')
        },
      })
    },
    archive: () =>
      dialogs.open({
        name: 'confirm',
        title: room.archived ? `Open ${title} again?` : `Archive ${title}?`,
        text: room.archived
          ? 'Its members can write in it again.'
          : 'Nobody can write in it any more. Everything written stays and can be read.',
        action: room.archived ? 'Open again' : 'Archive room',
        run: async () => void (await chat.updateRoom(room.id, { archived: !room.archived })),
      }),
  }
}
