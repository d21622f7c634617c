'use client'

import { BadgeCheck, X } from 'lucide-react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** The next message asks its readers to confirm it. */
export function Asking({ room, onDrop }: { room: RoomSummary; onDrop: () => void }) {
  const others = room.memberCount - 1
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta">
      <BadgeCheck size={15} className="shrink-0 text-accent" aria-hidden="true" />
      <p role="status" className="min-w-0 flex-1 truncate">
        {others === 1 ? say.composing.asksTheOther : say.composing.asksMembers(others)}
      </p>
      <IconButton size="small" label={say.composing.dontAsk} onClick={onDrop}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
