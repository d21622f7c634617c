'use client'

import { ArrowLeft, Plus, Search } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { go } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { RoomCard } from './room-card.tsx'

const PAUSE_MS = 160

type Found = { rooms: RoomSummary[]; next?: string | undefined }

/** Every public room: find one, look into it, join it. */
export function Discover() {
  const chat = useChat()
  const dialogs = useDialogs()
  const narrow = useNarrow()
  const live = useChatState((state) => state.connection.status === 'live')
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<unknown>(null)

  const load = useCallback(
    async (wanted: string, cursor: string | undefined, isDropped: () => boolean) => {
      try {
        const page = await chat.listRooms(wanted || undefined, cursor)
        if (isDropped()) return
        setError(null)
        setFound((before) => ({
          rooms: cursor === undefined ? page.rooms : [...(before?.rooms ?? []), ...page.rooms],
          next: page.next,
        }))
      } catch (cause) {
        if (!isDropped()) setError(cause)
      }
    },
    [chat],
  )

  useEffect(() => {
    if (!live) return
    let dropped = false
    const timer = setTimeout(() => void load(query.trim(), undefined, () => dropped), query ? PAUSE_MS : 0)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [load, query, live])

  return (
    <section aria-label={say.screens.browseRooms} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-1.5">
        {narrow && (
          <IconButton label={say.screens.allRooms} onClick={() => go('/rooms')}>
            <ArrowLeft size={20} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 className="text-title font-semibold tracking-tight">{say.screens.browseRooms}</h1>
        <Button className="ms-auto h-8" onClick={() => dialogs.open({ name: 'create-room' })}>
          <Plus size={15} /> {say.screens.createARoom}
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-3xl flex-col px-5 py-5">
          <label className="flex h-10 items-center gap-2.5 rounded-lg border border-line-strong bg-field px-3 focus-within:border-soft has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:h-11">
            <Search size={16} className="text-soft" aria-hidden="true" />
            <input
              aria-label={say.screens.searchRooms}
              placeholder={say.screens.searchRooms}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              dir="auto"
              className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
            />
          </label>
          {error !== null && (
            <Empty
              action={<Button onClick={() => void load(query.trim(), undefined, () => false)}>{say.common.tryAgain}</Button>}
            >
              {refusalInWords(error)}
            </Empty>
          )}
          {error === null && found === null && <RoomBones />}
          {error === null && found?.rooms.length === 0 && (
            <Empty action={<Button onClick={() => dialogs.open({ name: 'create-room' })}>{say.screens.createARoom}</Button>}>
              {query ? say.screens.noRoomIsCalled(query) : say.screens.thereIsNoPublicRoom}
            </Empty>
          )}
          {error === null && found !== null && found.rooms.length > 0 && (
            <ul className="flex flex-col pt-3">
              {found.rooms.map((room) => (
                <RoomCard key={room.id} room={room} />
              ))}
            </ul>
          )}
          {error === null && found?.next !== undefined && (
            <Button className="mt-3 self-center" onClick={() => void load(query.trim(), found.next, () => false)}>
              {say.screens.showMore}
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}

function RoomBones() {
  return (
    <div className="flex flex-col gap-6 pt-6" role="status" aria-label={say.screens.loading}>
      {['w-1/3', 'w-1/2', 'w-2/5', 'w-1/4'].map((width) => (
        <div key={width} className="flex flex-col gap-2">
          <Bone className={`h-3.5 ${width}`} />
          <Bone className="h-3 w-4/5" />
        </div>
      ))}
    </div>
  )
}
