'use client'

import { Hash, Lock, MessagesSquare, Users } from 'lucide-react'
import { PersonPicture } from '#app/_components/ui/person-picture.tsx'
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
  return <PersonPicture user={user} id={userId} size={20} status={status === 'offline' ? undefined : status} ground="side" />
}
