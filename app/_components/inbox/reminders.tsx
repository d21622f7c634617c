'use client'

import { AlarmClock, Check, Trash2 } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { whenInWords } from '#app/_words/when.ts'
import type { Reminder } from '#protocol/later.ts'
import type { Message } from '#protocol/models.ts'
import { MessageItem } from './message-item.tsx'
import { Row, type RowVerb } from './row.tsx'
import { Rows } from './rows.tsx'
import { tried, useOpenMessage, useRoomTitle } from './use-open.ts'
import { usePages } from './use-pages.ts'

/** What one wants to be reminded of: what is due, then what comes. */
export function Reminders() {
  const chat = useChat()
  const known = useChatState((state) => state.later.reminders)
  const reminders = useMemo(() => inOrder(Object.values(known)), [known])
  const load = useCallback(
    async (cursor?: string) => {
      const { messages, next } = await chat.listReminders(cursor)
      return { items: messages, next }
    },
    [chat],
  )
  const { items, error, more } = usePages<Message>('reminders', load, reminders.map((one) => one.id).join())
  const messages = new Map(items?.map((message) => [message.id, message]))
  return (
    <Rows
      label={say.screens.reminders}
      rows={reminders.map((reminder) => (
        <OneReminder key={reminder.id} reminder={reminder} message={messages.get(reminder.messageId ?? '')} />
      ))}
      error={error}
      more={more}
      empty={say.screens.chooseRemindMeOnA}
    />
  )
}

const inOrder = (reminders: Reminder[]): Reminder[] =>
  reminders.sort((a, b) => Number(b.state === 'due') - Number(a.state === 'due') || a.at.localeCompare(b.at))

function OneReminder({ reminder, message }: { reminder: Reminder; message: Message | undefined }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const open = useOpenMessage()
  const where = useRoomTitle(reminder.roomId)
  const { id, text, roomId } = reminder
  const due = reminder.state === 'due'
  const words = whenInWords(new Date(reminder.at), new Date())
  const at = (
    <time dateTime={reminder.at} className={due ? 'font-medium text-accent' : ''}>
      {due ? say.screens.due(words) : words}
    </time>
  )
  const verbs: RowVerb[] = [
    { label: say.screens.done, icon: <Check size={16} />, isDone: true, run: () => tried(chat.finishReminder(id)) },
    {
      label: say.screens.anotherTimeDots,
      icon: <AlarmClock size={16} />,
      run: () =>
        dialogs.open({
          name: 'when',
          title: say.screens.remindMeLater,
          verb: say.screens.remindMe,
          run: (when) => chat.snoozeReminder(id, when),
        }),
    },
    { label: say.screens.remove, icon: <Trash2 size={16} />, run: () => tried(chat.removeReminder(id)) },
  ]
  if (message) return <MessageItem message={message} at={at} note={text && <bdi>{text}</bdi>} isNew={due} verbs={verbs} />
  return (
    <Row
      sign={<AlarmSign />}
      who={say.screens.reminder}
      where={where}
      when={at}
      text={text ?? say.screens.aMessageYouCantRead}
      isNew={due}
      open={text && roomId ? () => void open(roomId) : null}
      verbs={verbs}
    />
  )
}

function AlarmSign() {
  return (
    <span className="grid size-7 place-items-center rounded-md bg-press text-soft">
      <AlarmClock size={15} aria-hidden="true" />
    </span>
  )
}
