'use client'

import { useEffect, useState } from 'react'
import { RoomPane } from '#app/_components/room/room-pane.tsx'
import { Sidebar } from '#app/_components/sidebar/sidebar.tsx'
import { fetched, fetchParts } from '#app/_components/ui/fetched.tsx'
import { Toasts } from '#app/_components/ui/toast.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { usePlace } from '#app/_hooks/place.ts'
import { loadParser } from '#app/_markdown/parser.ts'
import type { Theme } from '#app/_preferences/preferences.ts'
import { saveLastRoom } from '#app/_preferences/save.ts'
import { say } from '#app/_words/say.ts'
import { Home } from './home.tsx'
import { ShellShortcuts } from './shell-shortcuts.tsx'

const Discover = fetched(() => import('#app/_components/discover/discover.tsx').then((module) => module.Discover), 'screens')
const Idle = fetched(() => import('./idle.tsx').then((module) => module.Idle))
const Directory = fetched(() => import('#app/_components/directory/directory.tsx').then((module) => module.Directory), 'screens')
const Notices = fetched(() => import('./notice.tsx').then((module) => module.Notices))
const Reminder = fetched(() => import('./reminder.tsx').then((module) => module.Reminder))
const ReminderToasts = fetched(() => import('./reminder-toasts.tsx').then((module) => module.ReminderToasts))
const Resizer = fetched(() => import('#app/_components/sidebar/resizer.tsx').then((module) => module.Resizer))
const ConnectionBanner = fetched(() => import('./connection-banner.tsx').then((module) => module.ConnectionBanner))
const Beside = fetched(() => import('./beside.tsx').then((module) => module.Beside), 'device')
const Tips = fetched(() => import('#app/_components/ui/tips.tsx').then((module) => module.Tips))
const Drafts = fetched(() => import('#app/_components/drafts/drafts.tsx').then((module) => module.Drafts), 'screens')
const InboxPane = fetched(() => import('#app/_components/inbox/inbox.tsx').then((module) => module.InboxPane), 'screens')
const Settings = fetched(() => import('#app/_components/settings/settings.tsx').then((module) => module.Settings), 'settings')
const Welcome = fetched(() => import('#app/_components/welcome/welcome.tsx').then((module) => module.Welcome), 'settings')
const SearchScreen = fetched(
  () => import('#app/_components/search/search-screen.tsx').then((module) => module.SearchScreen),
  'search',
)

/** What opens later is fetched once the page has been live this long. */
const FETCH_PARTS_AFTER_MS = 2_000

type Props = { firstSidebarWidth: number; firstTheme: Theme; community: string }

/** The frame: sidebar, what is open, and what lies over both. On narrow screens one of the two at a time. */
export function Shell({ firstSidebarWidth, firstTheme, community }: Props) {
  const place = usePlace()
  const narrow = useNarrow()
  const [width, setWidth] = useState(firstSidebarWidth)
  const roomId = place.at === 'room' ? place.roomId : null
  useEffect(() => {
    if (roomId !== null) saveLastRoom(roomId)
  }, [roomId])

  const live = useChatState((state) => state.connection.status === 'live')
  useEffect(() => {
    if (!live) return
    const timer = setTimeout(() => void loadParser().then(fetchParts), FETCH_PARTS_AFTER_MS)
    return () => clearTimeout(timer)
  }, [live])

  const sidebarShown = !narrow || place.at === 'rooms'
  const mainShown = !narrow || place.at !== 'rooms'
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href="#main"
        className="fixed start-3 top-2 z-50 -translate-y-16 rounded-lg bg-accent-fill px-3.5 py-2 text-meta font-medium text-on-accent focus:translate-y-0"
      >
        {say.shell.skipToMessages}
      </a>
      <Beside place={place} community={community} />
      <ShellShortcuts place={place} />
      <ConnectionBanner />
      <Notices />
      <Reminder />
      <div className="flex min-h-0 flex-1">
        {sidebarShown && (
          <aside
            aria-label={say.shell.roomsAndPeople}
            className="relative flex shrink-0 flex-col border-e border-line bg-side narrow:w-full! narrow:border-e-0"
            style={{ width }}
          >
            <Sidebar place={place} firstTheme={firstTheme} community={community} />
            <Resizer width={width} onWidth={setWidth} />
          </aside>
        )}
        {mainShown && (
          <main id="main" tabIndex={-1} className="relative flex min-w-0 flex-1">
            {place.at === 'room' && (
              <RoomPane
                key={place.roomId}
                roomId={place.roomId}
                seq={place.seq}
                threadOf={place.threadOf}
                replySeq={place.replySeq}
              />
            )}
            {place.at === 'discover' && <Discover />}
            {place.at === 'people' && <Directory />}
            {place.at === 'drafts' && <Drafts />}
            {place.at === 'inbox' && <InboxPane tab={place.tab} />}
            {place.at === 'settings' && <Settings section={place.section} />}
            {place.at === 'welcome' && <Welcome />}
            {place.at === 'search' && <SearchScreen query={place.query} />}
            {(place.at === 'home' || place.at === 'rooms') && <Home stay={place.at === 'rooms'} />}
          </main>
        )}
      </div>
      <Idle />
      <ReminderToasts />
      <Tips />
      <Toasts />
    </div>
  )
}
