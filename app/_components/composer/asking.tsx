'use client'

import { BadgeCheck, X } from 'lucide-react'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { plural } from '#app/_words/wait.ts'
import type { RoomSummary, User } from '#protocol/models.ts'

/** Whether somebody may ask a room's members to confirm what they write: as the server decides it [Q1]. */
export function mayAsk(room: RoomSummary, viewer: Pick<User, 'role'>): boolean {
  const isRunBy = viewer.role === 'owner' || viewer.role === 'admin'
  return room.kind !== 'THREAD' && room.memberCount > 1 && (room.kind === 'DIRECT' || mayGovern(room) || isRunBy)
}

/** The next message asks its readers to confirm it. */
export function Asking({ room, onDrop }: { room: RoomSummary; onDrop: () => void }) {
  const others = room.memberCount - 1
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta">
      <BadgeCheck size={15} className="shrink-0 text-accent" aria-hidden="true" />
      <p role="status" className="min-w-0 flex-1 truncate">
        {others === 1 ? 'The other person is' : `${plural(others, 'member')} are`} asked to confirm that they have read it.
      </p>
      <IconButton size="small" label="Don’t ask" onClick={onDrop}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
