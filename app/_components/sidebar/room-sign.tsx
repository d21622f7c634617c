'use client'

import { Hash, Lock, MessagesSquare, Users } from 'lucide-react'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { PresenceDot } from '#app/_components/ui/presence-dot.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import { usePresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { otherMembers } from '#app/_words/room-name.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** What kind of room it is, in 20 px. */
export function RoomSign({ room }: { room: RoomSummary }) {
  const viewer = useViewer()
  if (room.kind === 'DIRECT') {
    const [only, ...more] = otherMembers(room, viewer.id)
    if (only !== undefined && more.length === 0) return <PersonSign userId={only} />
  }
  const Icon = room.kind === 'PRIVATE' ? Lock : room.kind === 'DIRECT' ? Users : room.kind === 'THREAD' ? MessagesSquare : Hash
  return (
    <span className="grid w-5 shrink-0 place-items-center text-soft">
      <Icon size={16} strokeWidth={2} aria-hidden="true" />
    </span>
  )
}

function PersonSign({ userId }: { userId: string }) {
  const user = useUser(userId)
  const status = usePresence(userId)
  return (
    <span className="relative shrink-0">
      <Avatar user={user} id={userId} size={20} />
      {status !== 'offline' && (
        <PresenceDot
          status={status}
          className="absolute! -end-1 -bottom-1 box-content scale-80 rounded-full bg-clip-content ring-2 ring-side"
        />
      )}
    </span>
  )
}
