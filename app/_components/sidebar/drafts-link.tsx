'use client'

import { FilePen } from 'lucide-react'
import { useDrafts } from '#app/_hooks/drafts.ts'
import { go } from '#app/_hooks/place.ts'
import { say } from '#app/_words/say.ts'

/** The way to what was begun and not sent; there while something is, elsewhere than in the open room. */
export function DraftsLink({ current, roomId }: { current: boolean; roomId: string | null }) {
  const count = useDrafts().filter((draft) => draft.other || draft.roomId !== roomId).length
  if (count === 0 && !current) return null
  return (
    <a
      href="/drafts"
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go('/drafts')
      }}
      className="mx-2 mt-px flex h-8 items-center gap-2 rounded-md px-2 text-[0.875rem] text-soft transition-colors duration-120 hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:text-ink narrow:h-11"
    >
      <span className="grid w-5 place-items-center">
        <FilePen size={16} aria-hidden="true" />
      </span>
      {say.sidebar.drafts}
      {count > 0 && <span className="tabular ms-auto pe-1 text-meta">{count}</span>}
    </a>
  )
}
