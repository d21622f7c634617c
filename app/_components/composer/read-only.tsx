'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** Stands where the composer would: why nothing can be written, and what can be done about it. */
export function ReadOnly({ room }: { room: RoomSummary }) {
  const chat = useChat()
  const [busy, setBusy] = useState(false)
  const mayJoin = room.role === undefined && !room.archived && room.kind === 'PUBLIC'

  async function join() {
    setBusy(true)
    await chat.join(room.id).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
    setBusy(false)
  }

  return (
    <div className="flex min-h-12 items-center justify-between gap-4 rounded-xl border border-line bg-side py-2 ps-4 pe-2 text-meta text-soft">
      <p dir="auto">
        {room.archived
          ? `This room is archived: it can be read, not written in.${room.draft ? ' Your draft is kept.' : ''}`
          : mayJoin
            ? `You are looking at #${room.name}.`
            : 'You can’t write here.'}
      </p>
      {mayJoin && (
        <Button tone="primary" disabled={busy} onClick={join}>
          Join room
        </Button>
      )}
    </div>
  )
}
