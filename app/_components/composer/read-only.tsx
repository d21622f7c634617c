'use client'

import { Archive, Megaphone } from 'lucide-react'
import { useState } from 'react'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { useRoomVerbs } from '#app/_components/room/use-room-verbs.ts'
import type { whyNotWrite } from '#app/_components/room/writing.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** Stands where the composer would: why nothing can be written, and what can be done about it. */
export function ReadOnly({ room, why }: { room: RoomSummary; why: ReturnType<typeof whyNotWrite> }) {
  const chat = useChat()
  const verbs = useRoomVerbs(room)
  const [busy, setBusy] = useState(false)
  const mayJoin = why === 'outside' && room.kind === 'PUBLIC'
  const Icon = why === 'announcements' && room.kind !== 'DIRECT' ? Megaphone : why === 'archived' ? Archive : null

  async function join() {
    setBusy(true)
    await chat.join(room.id).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
    setBusy(false)
  }

  return (
    <div className="flex min-h-12 items-center justify-between gap-3 rounded-xl border border-line bg-side py-2 ps-4 pe-2 text-meta text-soft">
      {Icon && <Icon size={16} className="shrink-0" aria-hidden="true" />}
      <p dir="auto" className="min-w-0 flex-1">
        {why === 'archived'
          ? [say.composing.archived, room.draft && say.composing.yourDraftIsKept].filter(Boolean).join(' ')
          : why === 'announcements' && room.kind !== 'DIRECT'
            ? announcementWords(room)
            : mayJoin
              ? say.composing.youAreLookingAt(room.name ?? '')
              : say.composing.youCantWriteHere}
      </p>
      {why === 'archived' && mayGovern(room) && <Button onClick={verbs.archive}>{say.composing.openAgain}</Button>}
      {mayJoin && (
        <Button tone="primary" disabled={busy} onClick={join}>
          {say.composing.joinRoom}
        </Button>
      )}
    </div>
  )
}

const announcementWords = (room: RoomSummary): string =>
  [say.composing.forAnnouncements, room.posting === 'threads' && say.composing.youCanReplyInThreads].filter(Boolean).join(' ')
