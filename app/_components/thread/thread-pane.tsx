'use client'

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Conversation } from '#app/_components/room/conversation.tsx'
import { SidePane } from '#app/_components/room/side-pane.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { MessageBones } from '#app/_components/ui/skeleton.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useOpenRoom } from '#app/_hooks/open-room.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { RoomSummary } from '#protocol/models.ts'

type Props = { parent: RoomSummary; messageId: string; onClose: () => void }

/** The replies to one message, beside the room. */
export function ThreadPane({ parent, messageId, onClose }: Props) {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const known = useChatState((state) => state.timelines[parent.id]?.messages.find((one) => one.id === messageId)?.thread?.roomId)
  const [opened, setOpened] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  const threadId = known ?? opened

  // biome-ignore lint/correctness/useExhaustiveDependencies: tried again when asked to
  useEffect(() => {
    if (threadId !== null || !live) return
    let dropped = false
    setError(null)
    chat.openThread(parent.id, messageId).then(
      (room) => !dropped && setOpened(room.id),
      (cause) => !dropped && setError(cause),
    )
    return () => {
      dropped = true
    }
  }, [chat, parent.id, messageId, threadId, live, tries])

  return (
    <SidePane label="Thread" onClose={onClose}>
      {threadId !== null ? (
        <Thread key={threadId} parent={parent} threadId={threadId} messageId={messageId} onClose={onClose} />
      ) : (
        <>
          <ThreadHeader parent={parent} onClose={onClose} />
          {error !== null ? (
            <Empty action={<Button onClick={() => setTries(tries + 1)}>Try again</Button>}>{refusalInWords(error)}</Empty>
          ) : (
            <div className="flex flex-1 flex-col justify-end pb-20">
              <MessageBones count={3} />
            </div>
          )}
        </>
      )}
    </SidePane>
  )
}

type ThreadProps = { parent: RoomSummary; threadId: string; messageId: string; onClose: () => void }

function Thread({ parent, threadId, messageId, onClose }: ThreadProps) {
  const opened = useOpenRoom(threadId)
  const message = useChatState((state) => state.timelines[parent.id]?.messages.find((one) => one.id === messageId))
  const { room } = opened
  return (
    <>
      <ThreadHeader parent={parent} thread={room ?? undefined} onClose={onClose} />
      {room ? (
        <Conversation
          room={room}
          title="thread"
          canWrite={parent.role !== undefined && !parent.archived}
          parentMessage={message}
        />
      ) : opened.error !== null ? (
        <Empty action={<Button onClick={onClose}>Close</Button>}>{refusalInWords(opened.error)}</Empty>
      ) : (
        <div className="flex flex-1 flex-col justify-end pb-20">
          <MessageBones count={3} />
        </div>
      )}
    </>
  )
}

function ThreadHeader({
  parent,
  thread,
  onClose,
}: {
  parent: RoomSummary
  thread?: RoomSummary | undefined
  onClose: () => void
}) {
  const chat = useChat()
  const following = thread?.role !== undefined

  function toggle() {
    if (!thread) return
    const work = following ? chat.leave(thread.id) : chat.join(thread.id)
    work.catch((error: unknown) => tell(refusalInWords(error), 'refused'))
  }

  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3">
      <h2 className="text-[0.9375rem] font-semibold tracking-tight">Thread</h2>
      {parent.name && <bdi className="truncate text-meta text-soft">#{parent.name}</bdi>}
      <span className="ms-auto flex items-center gap-1">
        {thread && parent.role !== undefined && (
          <button
            type="button"
            aria-pressed={following}
            onClick={toggle}
            data-tip={following ? 'New replies count as unread' : 'New replies do not count as unread'}
            className="h-8 rounded-md px-2.5 text-meta text-soft hover:bg-hover hover:text-ink"
          >
            {following ? 'Following' : 'Follow'}
          </button>
        )}
        <IconButton label="Close thread" onClick={onClose}>
          <X size={18} />
        </IconButton>
      </span>
    </header>
  )
}
