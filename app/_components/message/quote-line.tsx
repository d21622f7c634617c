'use client'

import { CornerDownRight } from 'lucide-react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { useChatState, useUser } from '#app/_hooks/chat.tsx'

/** The message that is answered, in one line; a way there when it is held. */
export function QuoteLine({ roomId, messageId }: { roomId: string; messageId: string }) {
  const view = useRoomView()
  const quoted = useChatState((state) => state.timelines[roomId]?.messages.find((one) => one.id === messageId))
  const author = useUser(quoted?.authorId)
  const look = 'mb-0.5 flex max-w-full items-center gap-1.5 text-meta text-soft'
  if (!quoted) {
    return (
      <p className={look}>
        <CornerDownRight size={13} className="shrink-0" aria-hidden="true" /> Answer to an earlier message
      </p>
    )
  }
  return (
    <button type="button" onClick={() => view.jumpTo(quoted.seq)} className={`${look} rounded hover:text-ink`}>
      <CornerDownRight size={13} className="shrink-0" aria-hidden="true" />
      <bdi className="shrink-0 font-medium">{author?.displayName ?? 'Somebody'}</bdi>
      <bdi className="truncate">
        {quoted.deletedAt !== undefined ? 'Message deleted' : quoted.body.replace(/\s+/g, ' ').slice(0, 160)}
      </bdi>
    </button>
  )
}
