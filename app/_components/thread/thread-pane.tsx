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
import { useMessage } from '#app/_hooks/message.ts'
import { useOpenRoom } from '#app/_hooks/open-room.ts'
import { go, messageAndThreadPath } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { isRetried, Refusal } from '#protocol/errors.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'

type Props = { parent: RoomSummary; messageId: string; replySeq: number | null; onClose: () => void }

/** The replies to one message, beside the room. */
export function ThreadPane({ parent, messageId, replySeq, onClose }: Props) {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const known = useMessage(parent.id, messageId)?.thread?.roomId
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
    <SidePane label={say.panes.thread} onClose={onClose}>
      {threadId !== null ? (
        <Thread key={threadId} parent={parent} threadId={threadId} messageId={messageId} replySeq={replySeq} onClose={onClose} />
      ) : (
        <>
          <ThreadHeader parent={parent} onClose={onClose} />
          {error !== null ? (
            <Empty
              action={
                error instanceof Refusal && !isRetried(error.code) ? (
                  <Button onClick={onClose}>{say.panes.closeThis}</Button>
                ) : (
                  <Button onClick={() => setTries(tries + 1)}>{say.common.tryAgain}</Button>
                )
              }
            >
              {refusalInWords(error)}
            </Empty>
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

type ThreadProps = { parent: RoomSummary; threadId: string; messageId: string; replySeq: number | null; onClose: () => void }

function Thread({ parent, threadId, messageId, replySeq, onClose }: ThreadProps) {
  const opened = useOpenRoom(threadId)
  const message = useMessage(parent.id, messageId) ?? undefined
  const { room } = opened
  return (
    <>
      <ThreadHeader parent={parent} thread={room ?? undefined} message={message} onClose={onClose} />
      {room ? (
        <Conversation room={room} title={say.composer.thread} law={parent} targetSeq={replySeq} parentMessage={message} />
      ) : opened.error !== null ? (
        <Empty action={<Button onClick={onClose}>{say.panes.closeThis}</Button>}>{refusalInWords(opened.error)}</Empty>
      ) : (
        <div className="flex flex-1 flex-col justify-end pb-20">
          <MessageBones count={3} />
        </div>
      )}
    </>
  )
}

type HeaderProps = {
  parent: RoomSummary
  thread?: RoomSummary | undefined
  message?: Message | undefined
  onClose: () => void
}

function ThreadHeader({ parent, thread, message, onClose }: HeaderProps) {
  const chat = useChat()
  const following = thread?.role !== undefined

  function toggle() {
    if (!thread) return
    const work = following ? chat.leave(thread.id) : chat.join(thread.id)
    work.catch((error: unknown) => tell(refusalInWords(error), 'refused'))
  }

  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3">
      <h2 className="text-[0.9375rem] font-semibold tracking-tight">{say.panes.thread}</h2>
      {message && (
        <button
          type="button"
          data-tip="Show the message in its room"
          onClick={() => go(messageAndThreadPath(message))}
          className="min-w-0 truncate rounded px-1 text-meta text-soft hover:text-ink hover:underline"
        >
          <bdi>{parent.name ? `#${parent.name}` : say.panes.showInRoom}</bdi>
        </button>
      )}
      <span className="ms-auto flex items-center gap-1">
        {thread && parent.role !== undefined && (
          <button
            type="button"
            aria-pressed={following}
            onClick={toggle}
            data-tip={following ? 'New replies count as unread' : 'New replies do not count as unread'}
            className="h-8 rounded-md px-2.5 text-meta text-soft hover:bg-hover hover:text-ink"
          >
            {following ? say.panes.following : say.panes.follow}
          </button>
        )}
        <IconButton label={say.panes.closeThread} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </span>
    </header>
  )
}
