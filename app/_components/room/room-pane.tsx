'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { Bone, MessageBones } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { useOpenRoom } from '#app/_hooks/open-room.ts'
import { go, messagePath, roomPath, threadPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'
import { Conversation } from './conversation.tsx'
import { RoomHeader } from './room-header.tsx'

const Details = fetched(() => import('#app/_components/details/details.tsx').then((module) => module.Details), 'details')
const ThreadPane = fetched(() => import('#app/_components/thread/thread-pane.tsx').then((module) => module.ThreadPane), 'panes')
const PinsPane = fetched(() => import('#app/_components/panes/pins-pane.tsx').then((module) => module.PinsPane), 'panes')
const FilesPane = fetched(() => import('#app/_components/files/files-pane.tsx').then((module) => module.FilesPane), 'panes')
const ThreadsPane = fetched(() => import('#app/_components/panes/threads-pane.tsx').then((module) => module.ThreadsPane), 'panes')

type Props = { roomId: string; seq: number | null; threadOf: string | null; replySeq: number | null }
/** What may stand beside a room, besides a thread. */
export type Side = 'details' | 'pins' | 'threads' | 'files'

/** A room: its conversation, and beside it a thread or the details. */
export function RoomPane({ roomId, seq, threadOf, replySeq }: Props) {
  const viewer = useViewer()
  const opened = useOpenRoom(roomId)
  const users = useChatState((state) => state.users)
  const narrow = useNarrow()
  const [chosen, setChosen] = useState<Side | null>(null)
  const side = threadOf !== null ? 'thread' : chosen

  const closeSide = () => {
    if (threadOf === null || narrow) setChosen(null)
    if (threadOf !== null) go(roomPath(roomId))
  }
  const toggle = (wanted: Side) => {
    if (threadOf !== null) go(roomPath(roomId))
    setChosen(side === wanted ? null : wanted)
  }
  useShortcuts({
    details: (event) => {
      event.preventDefault()
      if (side) closeSide()
      else setChosen('details')
    },
  })

  const title = opened.room && roomTitle(opened.room, users, viewer.id)
  const wasCalled = useRef<string | null>(null)
  if (title !== null) wasCalled.current = title
  // A thread stands beside its room, however one came to it.
  const parent = opened.room?.parent
  useEffect(() => {
    if (parent) go(threadPath(parent.roomId, parent.messageId, seq ?? undefined), 'replace')
  }, [parent, seq])

  if (opened.room === null || title === null)
    return (
      <NoRoom
        roomId={roomId}
        missing={opened.room === null && opened.missing}
        error={opened.room === null ? opened.error : null}
        wasCalled={wasCalled.current}
      />
    )
  if (parent) return <NoRoom roomId={roomId} missing={false} error={null} wasCalled={null} />
  const { room } = opened
  // On a narrow screen what is shown beside the room covers it: a message is shown in the room.
  const show = (message: Message) => {
    if (narrow) setChosen(null)
    go(messagePath(roomId, message.seq))
  }
  return (
    <>
      <section aria-label={title} className="flex min-w-0 flex-1 flex-col">
        <RoomHeader room={room} title={title} side={side} onSide={toggle} />
        <Conversation
          room={room}
          title={title}
          law={room}
          targetSeq={seq}
          openThread={(message) => go(threadPath(roomId, message.id))}
        />
      </section>
      {side === 'thread' && threadOf !== null && (
        <ThreadPane key={threadOf} parent={room} messageId={threadOf} replySeq={replySeq} onClose={closeSide} />
      )}
      {side === 'details' && <Details room={room} onSide={setChosen} onClose={closeSide} />}
      {side === 'pins' && <PinsPane room={room} onShow={show} onClose={closeSide} />}
      {side === 'files' && <FilesPane room={room} onClose={closeSide} />}
      {side === 'threads' && <ThreadsPane room={room} onClose={closeSide} />}
    </>
  )
}

function NoRoom({
  roomId,
  missing,
  error,
  wasCalled,
}: {
  roomId: string
  missing: boolean
  error: unknown
  wasCalled: string | null
}) {
  const unsent = useChatState((state) => state.otherDrafts[roomId])
  if (missing) {
    return unsent === undefined ? (
      <Empty action={<Button onClick={() => go('/discover')}>{say.room.browseRooms}</Button>}>
        {wasCalled === null ? say.room.thereIsNoSuchRoom : say.room.youAreNoLongerIn(wasCalled)}
      </Empty>
    ) : (
      <Empty action={<Button onClick={() => go('/drafts')}>{say.room.showWhatYouWrote}</Button>}>
        {say.room.youAreNoLongerIn2(wasCalled ?? say.room.thisRoom)}
      </Empty>
    )
  }
  if (error !== null) {
    return (
      <Empty action={<Button onClick={() => window.location.reload()}>{say.common.tryAgain}</Button>}>
        {refusalInWords(error)}
      </Empty>
    )
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col" role="status" aria-label={say.room.loading}>
      <div className="flex h-13 shrink-0 items-center border-b border-line px-5">
        <Bone className="h-4 w-32" />
      </div>
      <div className="flex flex-1 flex-col justify-end overflow-hidden pb-20">
        <MessageBones count={8} />
      </div>
    </div>
  )
}
