'use client'

import { Compass, PenLine, Plus, Search, TextSearch } from 'lucide-react'
import { Fragment, useMemo } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'
import { SidebarBones } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { go, type Place, searchPath } from '#app/_hooks/place.ts'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { useArranged } from '#app/_hooks/rooms.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import type { Theme } from '#app/_preferences/preferences.ts'
import { useDrops } from '#app/_sidebar/use-drops.ts'
import { otherMembers } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { DraftsLink } from './drafts-link.tsx'
import { InboxLink } from './inbox-link.tsx'
import { MeBar } from './me-bar.tsx'
import { Section } from './section.tsx'
import { ToConfirmLink } from './to-confirm-link.tsx'

/** People of direct rooms whose presence the sidebar follows, and oneself. */
const WATCHED_MAX = 100

export function Sidebar({ place, firstTheme, community }: { place: Place; firstTheme: Theme; community: string }) {
  const viewer = useViewer()
  const dialogs = useDialogs()
  const sections = useArranged()
  const drops = useDrops(sections)
  const direct = useMemo(() => sections.flatMap(({ rooms }) => rooms.filter((room) => room.kind === 'DIRECT')), [sections])
  const extras = useExtras()
  const starting = useChatState((state) => state.starting)
  const currentId = place.at === 'room' ? place.roomId : null

  const partners = useMemo(() => {
    const ids = new Set(direct.filter((room) => room.members?.length === 2).flatMap((room) => otherMembers(room, viewer.id)))
    return [viewer.id, ...[...ids].slice(0, WATCHED_MAX).sort()]
  }, [direct, viewer.id])
  useWatchPresence('sidebar', partners)

  return (
    <div className="flex min-h-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex h-13 shrink-0 items-center justify-between ps-4 pe-2.5">
        <p className="flex min-w-0 items-center gap-2.5 font-semibold tracking-tight">
          <Mark size={24} /> <bdi className="truncate">{community}</bdi>
        </p>
        <div className="flex">
          <IconButton label={say.sidebar.jumpToDots} keys="switcher" onClick={() => dialogs.open({ name: 'switcher' })}>
            <Search size={17} />
          </IconButton>
          <IconButton label={say.sidebar.searchMessages} keys="search" onClick={() => go(searchPath())}>
            <TextSearch size={18} />
          </IconButton>
          <IconButton label={say.sidebar.newMessage} onClick={() => dialogs.open({ name: 'new-message' })}>
            <PenLine size={17} />
          </IconButton>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        {starting ? (
          <SidebarBones />
        ) : (
          <>
            <InboxLink current={place.at === 'inbox'} />
            <ToConfirmLink />
            <DraftsLink current={place.at === 'drafts'} roomId={currentId} />
            {sections.map((section) => (
              <Fragment key={section.id}>
                <Section
                  section={section}
                  currentId={currentId}
                  drops={drops}
                  {...(section.id === 'rooms' || section.id === 'direct' ? extras[section.id] : {})}
                  {...(section.isOwn ? extras.own : {})}
                />
                {section.id === 'rooms' && <BrowseLink current={place.at === 'discover'} />}
              </Fragment>
            ))}
          </>
        )}
      </div>
      <MeBar firstTheme={firstTheme} />
    </div>
  )
}

/** What stands beside and below the built-in sections. */
function useExtras() {
  const dialogs = useDialogs()
  return useMemo(
    () => ({
      own: { empty: <p className="px-2 py-1 text-meta text-soft">{say.sidebar.moveRoomsHere}</p> },
      rooms: {
        action: (
          <IconButton label={say.sidebar.createARoom} size="small" onClick={() => dialogs.open({ name: 'create-room' })}>
            <Plus size={16} />
          </IconButton>
        ),
      },
      direct: {
        action: (
          <IconButton label={say.sidebar.newDirectMessage} size="small" onClick={() => dialogs.open({ name: 'new-message' })}>
            <Plus size={16} />
          </IconButton>
        ),
        empty: <p className="px-2 py-1 text-meta text-soft">{say.sidebar.nobodyYet}</p>,
      },
    }),
    [dialogs],
  )
}

function BrowseLink({ current }: { current: boolean }) {
  return (
    <a
      href="/discover"
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go('/discover')
      }}
      className="mx-2 mt-px flex h-8 items-center gap-2 rounded-md px-2 text-[0.875rem] text-soft transition-colors duration-120 hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:text-ink narrow:h-11"
    >
      <span className="grid w-5 place-items-center">
        <Compass size={16} aria-hidden="true" />
      </span>
      {say.sidebar.browseRooms}
    </a>
  )
}
