'use client'

import { ArrowLeft, Search } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { go } from '#app/_hooks/place.ts'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { PRESENCE_WATCH_MAX } from '#protocol/limits.ts'
import type { UserRole } from '#protocol/models.ts'
import { PersonRow } from './person-row.tsx'
import { RolePick } from './role-pick.tsx'

const PAUSE_MS = 160

type Found = { ids: readonly string[]; next?: string | undefined }

/** Everybody here: find somebody, see who they are, write to them. */
export function Directory() {
  const chat = useChat()
  const narrow = useNarrow()
  const live = useChatState((state) => state.connection.status === 'live')
  const [query, setQuery] = useState('')
  const [role, setRole] = useState<UserRole | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<unknown>(null)
  useWatchPresence('directory', found?.ids.slice(0, PRESENCE_WATCH_MAX) ?? [])

  const load = useCallback(
    async (cursor: string | undefined, isDropped: () => boolean) => {
      try {
        const wanted = query.trim()
        const page = await chat.listPeople({
          ...(wanted === '' ? {} : { query: wanted }),
          ...(role === null ? {} : { role }),
          ...(cursor === undefined ? {} : { cursor }),
        })
        if (isDropped()) return
        const ids = page.users.map((user) => user.id)
        setError(null)
        setFound((before) => ({ ids: cursor === undefined ? ids : [...(before?.ids ?? []), ...ids], next: page.next }))
      } catch (cause) {
        if (!isDropped()) setError(cause)
      }
    },
    [chat, query, role],
  )

  useEffect(() => {
    if (!live) return
    let dropped = false
    const timer = setTimeout(() => void load(undefined, () => dropped), query ? PAUSE_MS : 0)
    return () => {
      dropped = true
      clearTimeout(timer)
    }
  }, [load, query, live])

  return (
    <section aria-label={say.screens.people} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-1.5">
        {narrow && (
          <IconButton label={say.screens.allRooms} onClick={() => go('/rooms')}>
            <ArrowLeft size={20} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 className="text-title font-semibold tracking-tight">{say.screens.people}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-3xl flex-col px-5 py-5 narrow:px-4">
          <div className="flex gap-2">
            <label className="flex h-10 min-w-0 flex-1 items-center gap-2.5 rounded-lg border border-line-strong bg-field px-3 focus-within:border-soft has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:h-11">
              <Search size={16} className="shrink-0 text-soft" aria-hidden="true" />
              <input
                aria-label={say.screens.searchPeople}
                placeholder={say.screens.searchPeople}
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                dir="auto"
                className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
              />
            </label>
            <RolePick role={role} onChange={setRole} />
          </div>
          {error !== null && (
            <Empty action={<Button onClick={() => void load(undefined, () => false)}>{say.common.tryAgain}</Button>}>
              {refusalInWords(error)}
            </Empty>
          )}
          {error === null && found === null && <PeopleBones />}
          {error === null && found?.ids.length === 0 && (
            <Empty>{query.trim() ? say.screens.nobodyHereIsCalled(query.trim()) : say.screens.nobodyOfThatRole}</Empty>
          )}
          {error === null && found !== null && found.ids.length > 0 && (
            <ul aria-label={say.screens.people} className="flex flex-col pt-3">
              {found.ids.map((id) => (
                <PersonRow key={id} userId={id} />
              ))}
            </ul>
          )}
          {error === null && found?.next !== undefined && (
            <Button className="mt-3 self-center" onClick={() => void load(found.next, () => false)}>
              {say.screens.showMore}
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}

function PeopleBones() {
  return (
    <div className="flex flex-col gap-4 pt-5" role="status" aria-label={say.screens.loading}>
      {['w-1/3', 'w-1/2', 'w-2/5', 'w-1/4'].map((width) => (
        <div key={width} className="flex items-center gap-3 px-2">
          <Bone className="size-9 rounded-[9px]" />
          <Bone className={`h-3.5 ${width}`} />
        </div>
      ))}
    </div>
  )
}
