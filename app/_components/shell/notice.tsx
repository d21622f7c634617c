'use client'

import { Info, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { closedNotices, saveClosedNotices } from '#app/_preferences/notices.ts'
import { say } from '#app/_words/say.ts'

/** What the people who run the server tell everybody, until it ends or is closed here; closed is closed after a reload too. */
export function Notices() {
  const notices = useChatState((state) => state.notices)
  const [closed, setClosed] = useState<readonly string[]>(closedNotices)
  const shown = notices.filter((notice) => !closed.includes(notice.id))

  function close(id: string) {
    const next = [...closed, id]
    setClosed(next)
    saveClosedNotices(next)
  }

  return (
    <div role="status" aria-label={say.shell.notices} className="shrink-0">
      {shown.map(({ id, body, level }) => {
        const Icon = level === 'warning' ? TriangleAlert : Info
        return (
          <div
            key={id}
            className={`flex animate-appear items-start gap-2.5 px-4 py-1 text-meta font-medium ${level === 'warning' ? 'bg-warning-tint text-warning' : 'bg-tint text-accent'}`}
          >
            <Icon size={15} className="mt-1.5 shrink-0" aria-hidden="true" />
            <p className="min-w-0 flex-1 py-[5px] break-words" dir="auto">
              {body}
            </p>
            <IconButton label={say.shell.closeNotice} size="small" className="text-current!" onClick={() => close(id)}>
              <X size={15} />
            </IconButton>
          </div>
        )
      })}
    </div>
  )
}
