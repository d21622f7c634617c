'use client'

import { useRef, useState } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { PersonPicture } from '#app/_components/ui/person-picture.tsx'
import { presenceWords } from '#app/_components/ui/presence-dot.tsx'
import { useChatState, useMe } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import type { Theme } from '#app/_preferences/preferences.ts'
import { say } from '#app/_words/say.ts'

const MeMenu = fetched(() => import('./me-menu.tsx').then((module) => module.MeMenu), 'menus')

/** Oneself at the foot of the sidebar, with what concerns only oneself. */
export function MeBar({ firstTheme }: { firstTheme: Theme }) {
  const viewer = useViewer()
  const me = useMe() ?? viewer
  const live = useChatState((state) => state.connection.status === 'live')
  const known = useChatState((state) => state.presence[me.id])
  const status = live ? (known?.status ?? 'online') : undefined
  const [open, setOpen] = useState(false)
  const [theme, setTheme] = useState(firstTheme)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <div className="relative shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={say.sidebar.you(me.displayName)}
        onClick={() => setOpen(true)}
        className="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-start transition-colors duration-120 hover:bg-hover aria-expanded:bg-press"
      >
        <PersonPicture user={me} id={me.id} size={28} status={status} ground="side" />
        <span className="flex min-w-0 flex-col">
          <bdi className="truncate text-[0.875rem] leading-4.5 font-medium">{me.displayName}</bdi>
          <span dir="auto" className="truncate text-[0.75rem] leading-4 text-soft">
            {status ? (known?.text ?? presenceWords()[status]) : say.sidebar.notConnected}
          </span>
        </span>
      </button>
      {open && <MeMenu theme={theme} onTheme={setTheme} onClose={() => setOpen(false)} button={button} />}
    </div>
  )
}
