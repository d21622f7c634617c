'use client'

import { UserPlus } from 'lucide-react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** The beginning of a room: what it is, and the first thing to do in it. */
export function RoomStart({ room, title }: { room: RoomSummary; title: string }) {
  const dialogs = useDialogs()
  const direct = room.kind === 'DIRECT'
  return (
    <div className="flex flex-col items-start gap-2 px-5 pt-8 pb-4">
      <span className="grid size-11 place-items-center rounded-xl bg-side shadow-[inset_0_0_0_1px_var(--line)]">
        <RoomSign room={room} />
      </span>
      <h2 className="text-title font-semibold tracking-tight" dir="auto">
        {title}
      </h2>
      <p className="max-w-[60ch] text-soft" dir="auto">
        {direct ? say.timeline.thisIsTheBeginningOf : room.topic || say.timeline.thisIsTheBeginningOf2(title)}
        {room.lastSeq === 0 && say.timeline.sayHello}
      </p>
      {!direct && room.role !== undefined && !room.archived && (
        <Button className="mt-1" onClick={() => dialogs.open({ name: 'invite', roomId: room.id })}>
          <UserPlus size={15} /> {say.timeline.invitePeople}
        </Button>
      )}
    </div>
  )
}
