'use client'

import type { KeyboardEvent, ReactNode } from 'react'

/** What stands beside the room: over it on middling screens, instead of it on narrow ones. */
export function SidePane({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }
  return (
    <aside
      aria-label={label}
      data-region
      tabIndex={-1}
      onKeyDown={onKey}
      className="absolute inset-y-0 end-0 z-20 flex w-[380px] max-w-full animate-appear flex-col border-s border-line bg-canvas shadow-float outline-none wide:static wide:z-auto wide:shrink-0 wide:shadow-none narrow:w-full narrow:border-s-0"
    >
      {children}
    </aside>
  )
}
