'use client'

import { useState } from 'react'
import { Details } from '#app/_components/details/details.tsx'
import { ThreadPane } from '#app/_components/thread/thread-pane.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { Bone, MessageBones } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useOpenRoom } from '#app/_hooks/open-room.ts'
import { go, roomPath, threadPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { Conversation } from './conversation.tsx'
import { RoomHeader } from './room-header.tsx'

type Props = { roomId: string; seq: number | null; threadOf: string | null }

/** A room: its conversation, and beside it a thread or the details. */
export function RoomPane({ roomId, seq, threadOf }: Props) {
  const viewer = useViewer()
  const opened = useOpenRoom(roomId)
  const users = useChatState((state) => state.users)
  const [details, setDetails] = useState(false)
  const side = threadOf !== null ? 'thread' : details ? 'details' : null

  const closeSide = () => {
    setDetails(false)
    if (threadOf !== null) go(roomPath(roomId))
  }
  useShortcuts({
    details: (event) => {
      event.preventDefault()
      if (side) closeSide()
      else setDetails(true)
    },
  })

  if (opened.room === null) return <NoRoom missing={opened.missing} error={opened.error} />
  const { room } = opened
  const title = roomTitle(room, users, viewer.id)
  return (
    <>
      <section aria-label={title} className="flex min-w-0 flex-1 flex-col">
        <RoomHeader
          room={room}
          title={title}
          detailsShown={side === 'details'}
          onDetails={() => {
            if (threadOf !== null) go(roomPath(roomId))
            setDetails(side !== 'details')
          }}
        />
        <Conversation
          room={room}
          title={title}
          canWrite={room.role !== undefined && !room.archived}
          targetSeq={seq}
          openThread={(message) => go(threadPath(roomId, message.id))}
        />
      </section>
      {side === 'thread' && threadOf !== null && (
        <ThreadPane key={threadOf} parent={room} messageId={threadOf} onClose={closeSide} />
      )}
      {side === 'details' && <Details room={room} title={title} onClose={closeSide} />}
    </>
  )
}

function NoRoom({ missing, error }: { missing: boolean; error: unknown }) {
  if (missing) {
    return (
      <Empty action={<Button onClick={() => go('/discover')}>Browse rooms</Button>}>
        There is no such room, or you are not in it.
      </Empty>
    )
  }
  if (error !== null) {
    return <Empty action={<Button onClick={() => window.location.reload()}>Try again</Button>}>{refusalInWords(error)}</Empty>
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col" role="status" aria-label="Loading">
      <div className="flex h-13 shrink-0 items-center border-b border-line px-5">
        <Bone className="h-4 w-32" />
      </div>
      <div className="flex flex-1 flex-col justify-end overflow-hidden pb-20">
        <MessageBones count={8} />
      </div>
    </div>
  )
}
