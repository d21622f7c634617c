'use client'

import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { say } from '#app/_words/say.ts'

/** Hidden words, which a press, Enter or Space shows. Until then nothing reads them out and nothing in them can be followed. */
export function SpoilerText({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false)
  if (shown)
    return (
      <span className="md-spoiler" data-shown="">
        {children}
      </span>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands within a line, and a button breaks as a whole
    <span
      role="button"
      tabIndex={0}
      aria-label={say.common.spoilerShowIt}
      className="md-spoiler"
      onClick={() => setShown(true)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        setShown(true)
      }}
    >
      <span aria-hidden="true">{children}</span>
    </span>
  )
}
