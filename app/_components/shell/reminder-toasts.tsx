'use client'

import { useEffect, useRef } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go, inboxPath } from '#app/_hooks/place.ts'
import { inWords } from '#app/_markdown/in-words.ts'
import { say } from '#app/_words/say.ts'
import type { Reminder } from '#protocol/later.ts'

/** Says that a reminder is due, on the page that can be seen. What was due before the page was there waits in the inbox. */
export function ReminderToasts() {
  const chat = useChat()
  const reminders = useChatState((state) => state.later.reminders)
  const known = useRef<ReadonlyMap<string, Reminder['state']> | null>(null)

  useEffect(() => {
    const before = known.current
    known.current = new Map(Object.values(reminders).map((reminder) => [reminder.id, reminder.state]))
    if (before === null || document.visibilityState !== 'visible') return
    for (const reminder of Object.values(reminders)) {
      if (reminder.state !== 'due' || before.get(reminder.id) !== 'waiting') continue
      void tell(reminder.text ?? aboutMessage(chat.getState().timelines, reminder), 'done', {
        label: say.shell.show,
        run: () => go(inboxPath('reminders')),
      })
    }
  }, [chat, reminders])

  return null
}

function aboutMessage(timelines: ReturnType<ReturnType<typeof useChat>['getState']>['timelines'], reminder: Reminder): string {
  const words = timelines[reminder.roomId ?? '']?.messages.find((message) => message.id === reminder.messageId)?.body
  return words ? say.shell.reminder(inWords(words, 80)) : say.shell.aReminderIsDue
}
