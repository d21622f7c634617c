'use client'

import { CalendarClock, Pencil, SendHorizontal, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { failureInWords } from '#app/_words/failure.ts'
import { say } from '#app/_words/say.ts'
import { whenInWords } from '#app/_words/when.ts'
import type { Scheduled } from '#protocol/later.ts'
import { Row } from './row.tsx'
import { Rows } from './rows.tsx'
import { tried, useOpenMessage, useRoomTitle } from './use-open.ts'

/** What one wrote and is not sent yet: what could not be sent, then by its time. */
export function ScheduledMessages() {
  const known = useChatState((state) => state.later.scheduled)
  const waiting = useMemo(() => inOrder(Object.values(known)), [known])
  return (
    <Rows
      label={say.screens.scheduledMessages}
      rows={waiting.map((scheduled) => <OneScheduled key={scheduled.id} scheduled={scheduled} />)}
      empty={say.screens.messagesYouScheduleWaitHere}
    />
  )
}

const inOrder = (scheduled: Scheduled[]): Scheduled[] =>
  scheduled.sort((a, b) => Number(Boolean(b.failed)) - Number(Boolean(a.failed)) || a.at.localeCompare(b.at))

function OneScheduled({ scheduled }: { scheduled: Scheduled }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const open = useOpenMessage()
  const where = useRoomTitle(scheduled.roomId)
  const { id, roomId, failed } = scheduled
  const text = [scheduled.excerpt, ...(scheduled.files ?? []).map((file) => file.name)].filter(Boolean).join(' · ')
  const words = whenInWords(new Date(scheduled.at), new Date())
  return (
    <Row
      sign={
        <span className="grid size-7 place-items-center rounded-md bg-press text-soft">
          <CalendarClock size={15} aria-hidden="true" />
        </span>
      }
      who={where ?? say.screens.aRoomYouLeft}
      when={
        failed ? (
          <span className="font-medium text-danger">{failureInWords(failed)}</span>
        ) : (
          <time dateTime={scheduled.at}>{scheduled.sending ? say.screens.beingSent : words}</time>
        )
      }
      text={text}
      isNew={failed !== undefined}
      open={() => void open(roomId)}
      verbs={[
        { label: say.screens.edit, icon: <Pencil size={16} />, run: () => dialogs.open({ name: 'edit-scheduled', scheduled }) },
        {
          label: say.screens.sendNow,
          icon: <SendHorizontal size={16} className="rtl:-scale-x-100" />,
          run: () => tried(chat.sendScheduled(id)),
        },
        {
          label: say.screens.cancel,
          icon: <Trash2 size={16} />,
          isDone: true,
          run: () =>
            dialogs.open({
              name: 'confirm',
              title: say.screens.cancelThisMessage,
              text,
              action: say.screens.dontSendIt,
              danger: true,
              run: () => chat.removeScheduled(id),
            }),
        },
      ]}
    />
  )
}
