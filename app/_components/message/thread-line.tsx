'use client'

import { MessagesSquare } from 'lucide-react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { countInWords, MentionCount } from '#app/_components/ui/count.tsx'
import { useRoom } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import type { Message, ThreadInfo } from '#protocol/models.ts'

/** "3 replies · last 10:42": the way into a thread. */
export function ThreadLine({ message, thread, tabbable }: { message: Message; thread: ThreadInfo; tabbable: boolean }) {
  const view = useRoomView()
  const followed = useRoom(thread.roomId)
  const unread = followed?.unread ?? 0
  if (thread.count === 0) return null
  return (
    <button
      type="button"
      tabIndex={tabbable ? 0 : -1}
      onClick={() => view.openThread?.(message)}
      className="group/thread -ms-1.5 mt-0.5 flex h-7 items-center gap-1.5 rounded-md px-1.5 text-meta transition-colors duration-120 hover:bg-press narrow:h-9"
    >
      <MessagesSquare size={14} className="text-accent" aria-hidden="true" />
      <span className={`text-accent ${unread > 0 ? 'font-semibold' : 'font-medium'}`}>{say.common.replies(thread.count)}</span>
      <span className="text-soft">· {say.common.last(shortTime(new Date(thread.lastAt), new Date()))}</span>
      {unread > 0 && <span className="tabular font-semibold text-accent">· {say.common.new(countInWords(unread))}</span>}
      {followed && followed.mentionCount > 0 && <MentionCount count={followed.mentionCount} />}
    </button>
  )
}
