'use client'

import { useCallback } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { countInWords, MentionCount } from '#app/_components/ui/count.tsx'
import { useChat, useChatState, useRoom } from '#app/_hooks/chat.tsx'
import { go, threadPath } from '#app/_hooks/place.ts'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import type { Message, RoomSummary, ThreadInfo } from '#protocol/models.ts'
import { ListedPane } from './listed-pane.tsx'
import { MessageCard } from './message-card.tsx'
import { usePages } from './use-pages.ts'

/** The threads of a room, the one that was answered last first, with what is new in those one follows. */
export function ThreadsPane({ room, onClose }: { room: RoomSummary; onClose: () => void }) {
  const chat = useChat()
  const load = useCallback((cursor?: string) => chat.threads(room.id, cursor), [chat, room.id])
  // A thread that is new among the messages held here has the list read anew.
  const held = useChatState((state) => countThreads(state.timelines[room.id]?.messages))
  const pages = usePages(load, held)
  const threads = (pages.messages ?? []).filter((message) => message.thread)

  return (
    <ListedPane
      title={say.panes.threads}
      pages={pages}
      messages={threads}
      empty={say.panes.noThreadsYetStartOne}
      onClose={onClose}
    >
      {(message) => (
        <MessageCard message={message}>{message.thread && <Answers message={message} thread={message.thread} />}</MessageCard>
      )}
    </ListedPane>
  )
}

const countThreads = (messages: readonly Message[] | undefined): number =>
  messages?.reduce((count, message) => count + Number(message.thread !== undefined), 0) ?? 0

function Answers({ message, thread }: { message: Message; thread: ThreadInfo }) {
  const followed = useRoom(thread.roomId)
  const unread = followed?.role === undefined ? 0 : followed.unread
  return (
    <p className="flex items-center gap-2 text-meta text-soft">
      <Button className="h-8 narrow:h-11" onClick={() => go(threadPath(message.roomId, message.id))}>
        {say.common.replies(thread.count)}
      </Button>
      <span className="truncate">{say.common.last(shortTime(new Date(thread.lastAt), new Date()))}</span>
      {unread > 0 && <span className="tabular font-semibold text-accent">{say.common.new(countInWords(unread))}</span>}
      {followed && followed.mentionCount > 0 && <MentionCount count={followed.mentionCount} />}
      {followed?.role !== undefined && unread === 0 && <span className="ms-auto text-[0.75rem]">{say.panes.following}</span>}
    </p>
  )
}
