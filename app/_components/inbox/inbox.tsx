'use client'

import { ArrowLeft, TextSearch } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { useEffect, useRef } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { countInWords } from '#app/_components/ui/count.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { countDue, countFailed, countMentions, countThreads } from '#app/_hooks/inbox.ts'
import { useNarrow } from '#app/_hooks/media.ts'
import { go, INBOX_TABS, type InboxTab, inboxPath } from '#app/_hooks/place.ts'
import { direction, say } from '#app/_words/say.ts'
import { Followed } from './followed.tsx'
import { Mentions } from './mentions.tsx'
import { Reminders } from './reminders.tsx'
import { SavedMessages } from './saved.tsx'
import { ScheduledMessages } from './scheduled.tsx'

const titles = (): Record<InboxTab, string> => ({
  mentions: say.screens.mentions,
  threads: say.screens.threads,
  reminders: say.screens.reminders,
  saved: say.screens.saved,
  scheduled: say.screens.scheduled,
})
const views = {
  mentions: Mentions,
  threads: Followed,
  reminders: Reminders,
  saved: SavedMessages,
  scheduled: ScheduledMessages,
} as const

/** What waits for oneself, from every room: what names one, what one follows, keeps, or wants later. */
export function InboxPane({ tab }: { tab: InboxTab }) {
  const narrow = useNarrow()
  const dialogs = useDialogs()
  const counts: Record<InboxTab, number> = {
    mentions: useChatState(countMentions),
    threads: useChatState(countThreads),
    reminders: useChatState(countDue),
    saved: 0,
    scheduled: useChatState(countFailed),
  }
  const View = views[tab]
  const tabs = useRef<HTMLDivElement>(null)
  // Five of them are wider than a phone.
  const counted = Object.values(counts).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one was chosen, or a count moved it
  useEffect(() => {
    const chosen = tabs.current?.querySelector('[data-state=active]')
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [tab, counted])
  return (
    <section aria-label={say.screens.inbox} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <Tabs.Root
        dir={direction()}
        value={tab}
        onValueChange={(chosen) => go(inboxPath(chosen as InboxTab), 'replace')}
        className="flex min-h-0 flex-1 flex-col"
      >
        <header className="flex h-13 shrink-0 items-center gap-2 ps-5 pe-3 narrow:ps-1.5">
          {narrow && (
            <IconButton label={say.screens.allRooms} onClick={() => go('/rooms')}>
              <ArrowLeft size={20} className="rtl:-scale-x-100" />
            </IconButton>
          )}
          <h1 className="text-title font-semibold tracking-tight">{say.screens.inbox}</h1>
          <IconButton label={say.screens.keywords} className="ms-auto" onClick={() => dialogs.open({ name: 'keywords' })}>
            <TextSearch size={18} />
          </IconButton>
        </header>
        <Tabs.List
          ref={tabs}
          aria-label={say.screens.inbox}
          className="flex shrink-0 gap-1 overflow-x-auto overflow-y-hidden border-b border-line px-4 [scrollbar-width:none] narrow:px-2"
        >
          {INBOX_TABS.map((name) => (
            <Tabs.Trigger
              key={name}
              value={name}
              className="-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-2 text-[0.875rem] text-soft transition-colors duration-120 hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink narrow:h-11"
            >
              {titles()[name]}
              {counts[name] > 0 && (
                <span className="tabular min-w-[18px] rounded-full bg-tint px-[5px] text-center text-[0.6875rem] leading-[18px] font-semibold text-accent">
                  {countInWords(counts[name])}
                  <span className="sr-only"> {say.screens.newOnes}</span>
                </span>
              )}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={tab} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          <div className="mx-auto flex min-h-full max-w-3xl flex-col py-2">
            <View />
          </div>
        </Tabs.Content>
      </Tabs.Root>
    </section>
  )
}
