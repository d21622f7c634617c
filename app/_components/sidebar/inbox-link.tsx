'use client'

import { Inbox } from 'lucide-react'
import { countInWords } from '#app/_components/ui/count.tsx'
import { useInboxCount } from '#app/_hooks/inbox.ts'
import { go, inboxPath } from '#app/_hooks/place.ts'
import { say } from '#app/_words/say.ts'

/** The way to the inbox, with how much waits in it. */
export function InboxLink({ current }: { current: boolean }) {
  const count = useInboxCount()
  return (
    <a
      href={inboxPath()}
      aria-current={current ? 'page' : undefined}
      data-tip-keys="inbox"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(inboxPath())
      }}
      className={`mx-2 mt-2 flex h-8 items-center gap-2 rounded-md px-2 text-[0.875rem] transition-colors duration-120 hover:bg-hover aria-[current]:bg-press aria-[current]:text-ink narrow:h-11 narrow:text-[0.9375rem] ${
        count > 0 ? 'font-semibold text-ink' : 'text-soft hover:text-ink'
      }`}
    >
      <span className="grid w-5 place-items-center">
        <Inbox size={16} aria-hidden="true" />
      </span>
      <span className="flex-1">{say.sidebar.inbox}</span>
      {count > 0 && (
        <span className="tabular min-w-[18px] rounded-full bg-accent-fill px-[5px] text-center text-[0.6875rem] leading-[18px] font-semibold text-on-accent">
          {countInWords(count)}
          <span className="sr-only"> {say.sidebar.new}</span>
        </span>
      )}
    </a>
  )
}
