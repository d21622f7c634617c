'use client'

import { BookmarkX } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import type { ChatState } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'
import { MessageItem } from './message-item.tsx'
import { Rows } from './rows.tsx'
import { tried } from './use-open.ts'
import { usePages } from './use-pages.ts'

/** The messages one keeps, latest first. */
export function SavedMessages() {
  const chat = useChat()
  const saved = useChatState((state) => state.later.saved)
  const load = useCallback(
    async (cursor?: string) => {
      const { messages, next } = await chat.listSaved(cursor)
      return { items: messages, next }
    },
    [chat],
  )
  const { items, error, more } = usePages<Message>('saved', load, Object.keys(saved).length)
  const timelines = useChatState((state) => state.timelines)
  const held = useMemo(() => heldOf(saved, timelines), [saved, timelines])
  // What was let go on another device is gone here at once.
  const shown = items?.filter((message) => saved[`${message.roomId} ${message.id}`]) ?? (held.length > 0 ? held : null)
  return (
    <Rows
      label={say.screens.savedMessages}
      rows={
        shown?.map((message) => (
          <MessageItem
            key={`${message.roomId} ${message.id}`}
            message={message}
            verbs={[
              {
                label: say.screens.letGoOfIt,
                icon: <BookmarkX size={16} />,
                isDone: true,
                run: () => tried(chat.save(message.roomId, message.id, false)),
              },
            ]}
          />
        )) ?? null
      }
      error={error}
      more={more}
      empty={say.screens.saveAMessageToFind}
    />
  )
}

/** Without a connection: those that this device holds anyway. */
function heldOf(saved: ChatState['later']['saved'], timelines: ChatState['timelines']): Message[] {
  return Object.values(saved)
    .sort((a, b) => b.meRev - a.meRev)
    .flatMap(({ roomId, id }) => timelines[roomId]?.messages.find((message) => message.id === id) ?? [])
}
