'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { SidePane } from '#app/_components/room/side-pane.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'

type Props = { title: string; onClose: () => void; children: ReactNode }

/** A pane beside a room under its name, which has the focus when it opens; whoever opened it has it again afterwards. */
export function NamedPane({ title, onClose, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    opener.current = document.activeElement
    heading.current?.focus()
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
    }
  }, [])
  return (
    <SidePane label={title} onClose={onClose}>
      <header className="flex h-13 shrink-0 items-center justify-between border-b border-line ps-5 pe-3">
        <h2 ref={heading} tabIndex={-1} className="text-[0.9375rem] font-semibold tracking-tight outline-none">
          {title}
        </h2>
        <IconButton label={say.panes.close(title)} onClick={onClose}>
          <X size={18} />
        </IconButton>
      </header>
      {children}
    </SidePane>
  )
}
