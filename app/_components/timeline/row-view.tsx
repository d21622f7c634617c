'use client'

import { type ComponentProps, memo } from 'react'
import { MessageRowView } from '#app/_components/message/message-row.tsx'
import { PendingRowView } from '#app/_components/message/pending-row.tsx'
import { SystemRow } from '#app/_components/message/system-row.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { dayInWords } from '#app/_words/time.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { RoomStart } from './room-start.tsx'
import type { Row } from './rows.ts'
import { ThreadStart } from './thread-start.tsx'

const Folded = fetched(() => import('#app/_components/people/folded.tsx').then((module) => module.Folded), 'people')

type Props = {
  row: Row
  room: RoomSummary
  title: string
  parentMessage: Message | undefined
  focusable: boolean
  highlighted: boolean
}

/** One row, with the day or the line "New" above it. */
export function RowView({ row, room, title, parentMessage, focusable, highlighted }: Props) {
  if (row.kind === 'start')
    return parentMessage ? <ThreadStart message={parentMessage} /> : <RoomStart room={room} title={title} />
  return (
    <>
      {row.day && <DayLine at={row.day.getTime()} />}
      {row.kind === 'message' && row.unread && <UnreadLine />}
      {row.kind === 'message' && row.message.kind === 'system' ? (
        <SystemRow message={row.message} focusable={focusable} highlighted={highlighted} />
      ) : row.kind === 'message' ? (
        <Heard message={row.message} head={row.head} focusable={focusable} highlighted={highlighted} />
      ) : (
        <PendingRowView entry={row.entry} head={row.head} focusable={focusable} />
      )}
    </>
  )
}

/** Of somebody one blocked or muted only that they wrote. */
function Heard(props: ComponentProps<typeof MessageRowView>) {
  const isFolded = useChatState(({ preferences: { blocked, muted } }) =>
    [blocked, muted].some((ids) => ids?.includes(props.message.authorId)),
  )
  return isFolded ? <Folded {...props} /> : <MessageRowView {...props} />
}

const DayLine = memo(function DayLine({ at }: { at: number }) {
  return (
    <div className="flex items-center gap-3 px-5 pt-4 pb-2 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <h2 className="text-[0.75rem] leading-5 font-medium text-soft">{dayInWords(new Date(at), new Date())}</h2>
    </div>
  )
})

function UnreadLine() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the line carries a word, which an <hr> can't
    <div
      role="separator"
      aria-label={say.timeline.newMessages}
      className="flex items-center gap-2 ps-5 pe-4 pt-2 pb-1 before:h-px before:flex-1 before:bg-accent"
    >
      <span aria-hidden="true" className="text-[0.75rem] leading-4 font-semibold text-accent">
        {say.timeline.new}
      </span>
    </div>
  )
}
