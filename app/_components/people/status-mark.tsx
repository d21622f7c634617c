'use client'

import { MessageCircle } from 'lucide-react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { otherMembers } from '#app/_words/room-name.ts'
import { statusParts } from '#app/_words/status.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** The sign of what somebody says they are at; what it is, for who points at it or hears it. */
export function StatusMark({ userId }: { userId: string }) {
  const text = useChatState((state) => state.presence[userId]?.text)
  if (!text) return null
  const { sign } = statusParts(text)
  return (
    <span role="img" aria-label={text} title={text} className="grid shrink-0 place-items-center text-[0.875rem] leading-none">
      {sign || <MessageCircle size={13} className="text-soft" aria-hidden="true" />}
    </span>
  )
}

/** The same of the other one in a direct conversation of two. */
export function RoomStatusMark({ room }: { room: RoomSummary }) {
  const viewer = useViewer()
  const [only, ...more] = otherMembers(room, viewer.id)
  return only === undefined || more.length > 0 ? null : <StatusMark userId={only} />
}
