'use client'

import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
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
        title: say.room.leave(title),
        text: room.kind === 'PRIVATE' ? say.room.somebodyInItHasTo : say.room.youCanJoinAgainAt,
        action: say.room.leaveRoom,
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
        title: room.archived ? say.room.openAgain(title) : say.room.archive(title),
        text: room.archived ? say.room.itsMembersCanWriteIn : say.room.nobodyCanWriteInIt,
        action: room.archived ? say.room.openAgain2 : say.room.archiveRoom,
        run: async () => void (await chat.updateRoom(room.id, { archived: !room.archived })),
      }),
  }
}
