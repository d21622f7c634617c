'use client'

import { Hash } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useRoom } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** A room to look into or join. */
export function RoomCard({ room }: { room: RoomSummary }) {
  const chat = useChat()
  const mine = useRoom(room.id)
  const [busy, setBusy] = useState(false)
  const joined = (mine ?? room).role !== undefined
  const open = () => go(roomPath(room.id))

  async function join() {
    setBusy(true)
    try {
      await chat.join(room.id)
      open()
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
      setBusy(false)
    }
  }

  return (
    <li className="group relative -mx-3 flex items-center gap-3 rounded-lg px-3 py-3 hover:bg-hover">
      <Hash size={18} className="mt-px shrink-0 self-start text-soft" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col">
        <a
          href={roomPath(room.id)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            open()
          }}
          className="truncate font-medium after:absolute after:inset-0 after:rounded-lg"
        >
          <bdi>{room.name}</bdi>
        </a>
        <p className="truncate text-meta text-soft">
          {say.common.members(room.memberCount)}
          {room.archived && say.screens.archived}
          {room.topic && (
            <>
              {' · '}
              <bdi>{room.topic}</bdi>
            </>
          )}
        </p>
      </div>
      {joined ? (
        <span className="px-3 text-meta text-soft">{say.screens.joined}</span>
      ) : (
        !room.archived && (
          <Button className="relative h-8" disabled={busy} onClick={join} aria-label={say.screens.join(room.name ?? '')}>
            {say.screens.join2}
          </Button>
        )
      )}
    </li>
  )
}
