'use client'

import { Compass } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { MessageBones } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useRoomSections } from '#app/_hooks/rooms.ts'
import { say } from '#app/_words/say.ts'

/** No room is open: goes to #general or the first room there is, unless one wants to stay with the list. */
export function Home({ stay }: { stay: boolean }) {
  const starting = useChatState((state) => state.starting)
  const { rooms, direct } = useRoomSections()
  const first = rooms.find((room) => room.name === 'general') ?? rooms[0] ?? direct[0]

  useEffect(() => {
    if (!stay && first) go(roomPath(first.id), 'replace')
  }, [stay, first])

  if (!stay && (starting || first)) {
    return (
      <div className="flex flex-1 flex-col justify-end overflow-hidden pb-20" role="status" aria-label={say.shell.loading}>
        <MessageBones count={8} />
      </div>
    )
  }
  return (
    <Empty
      action={
        <Button tone="primary" onClick={() => go('/discover')}>
          <Compass size={16} /> {say.shell.browseRooms}
        </Button>
      }
    >
      {first ? say.shell.pickARoomOnThe : say.shell.youAreInNoRoom}
    </Empty>
  )
}
