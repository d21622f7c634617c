'use client'

import { Info, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'

/** What the people who run the server tell everybody, until it is closed. */
export function Notice() {
  const notice = useChatState((state) => state.notice)
  const [closed, setClosed] = useState<typeof notice>(null)
  if (notice === null || notice === closed) return null
  const Icon = notice.level === 'warning' ? TriangleAlert : Info
  return (
    <div
      role="status"
      className={`flex shrink-0 items-center gap-2.5 px-4 py-1.5 text-meta ${notice.level === 'warning' ? 'bg-warning-tint text-warning' : 'bg-tint text-accent'}`}
    >
      <Icon size={15} className="shrink-0" aria-hidden="true" />
      <p className="flex-1" dir="auto">
        {notice.body}
      </p>
      <IconButton label="Close notice" size="small" onClick={() => setClosed(notice)}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
