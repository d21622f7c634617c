'use client'

import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { go, SETTINGS_SECTIONS, type SettingsSection, settingsPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { say } from '#app/_words/say.ts'
import { sections } from './sections.tsx'

/** What one sets for oneself: the parts on the left, the open one beside them; one after the other on narrow screens. */
export function Settings({ section }: { section: SettingsSection | null }) {
  const narrow = useNarrow()
  const open = section ?? (narrow ? null : SETTINGS_SECTIONS[0])
  const top = useRef<HTMLHeadingElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  useEffect(() => {
    const now = first.current ? top : heading
    first.current = false
    if (open !== null) now.current?.focus()
  }, [open])
  const View = open && sections[open].View
  return (
    <section aria-label={say.settings.settings} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-1.5">
        {narrow && (
          <IconButton
            label={open === null ? say.settings.allRooms : say.settings.allSettings}
            onClick={() => go(open === null ? '/rooms' : settingsPath())}
          >
            <ArrowLeft size={20} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 ref={top} tabIndex={-1} className="text-title font-semibold tracking-tight outline-none">
          {narrow && open !== null ? sections[open].title : say.settings.settings}
        </h1>
      </header>
      <div className="flex min-h-0 flex-1">
        {(!narrow || open === null) && <Parts open={open} />}
        {View && open && (
          <div className="min-w-0 flex-1 overflow-y-auto">
            <div key={open} className="mx-auto flex max-w-2xl flex-col gap-6 px-8 py-6 narrow:px-4 narrow:py-4">
              <h2 ref={heading} tabIndex={-1} className={narrow ? 'sr-only' : 'text-title font-semibold outline-none'}>
                {sections[open].title}
              </h2>
              <View />
            </div>
          </div>
        )}
      </div>
    </section>
  )
}

function Parts({ open }: { open: SettingsSection | null }) {
  const viewer = useViewer()
  const { role } = useMe() ?? viewer
  const mayInvite = useChatState((state) => state.mayInvite)
  return (
    <nav
      aria-label={say.settings.partsOfTheSettings}
      className="w-52 shrink-0 overflow-y-auto border-e border-line p-2 narrow:w-full narrow:border-e-0"
    >
      <ul className="flex flex-col gap-0.5">
        {SETTINGS_SECTIONS.filter((id) => (!sections[id].isOwners || role === 'owner') && (id !== 'invites' || mayInvite)).map(
          (id) => {
            const { title, icon: Icon } = sections[id]
            return (
              <li key={id}>
                <a
                  href={settingsPath(id)}
                  aria-current={id === open ? 'page' : undefined}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return
                    event.preventDefault()
                    go(settingsPath(id))
                  }}
                  className="flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-soft transition-colors duration-120 hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink narrow:h-12 narrow:text-ink"
                >
                  <Icon size={17} aria-hidden />
                  {title}
                </a>
              </li>
            )
          },
        )}
      </ul>
    </nav>
  )
}
