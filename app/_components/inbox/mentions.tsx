'use client'

import { CheckCheck } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { countMentions } from '#app/_hooks/inbox.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'
import { MessageItem } from './message-item.tsx'
import { Rows } from './rows.tsx'
import { usePages } from './use-pages.ts'

type Item = { message: Message; keyword: string | undefined }

/** Where one was mentioned, by name or with everybody, and where a keyword was found. */
export function Mentions() {
  const chat = useChat()
  const count = useChatState(countMentions)
  const [unread, setUnread] = useState(false)
  const load = useCallback(
    async (cursor?: string) => {
      const page = await chat.listMentions(unread, cursor)
      const items = page.messages.map((message, index): Item => ({ message, keyword: page.items[index]?.keyword }))
      return { items, next: page.next }
    },
    [chat, unread],
  )
  const { items, error, more } = usePages(unread ? 'unread-mentions' : 'mentions', load, count)
  return (
    <>
      <fieldset className="flex gap-1 px-5 pt-1 pb-2 narrow:px-3.5">
        <legend className="sr-only">{say.screens.shown}</legend>
        {[false, true].map((only) => (
          <button
            key={String(only)}
            type="button"
            aria-pressed={unread === only}
            onClick={() => setUnread(only)}
            className="h-7 rounded-full px-3 text-meta text-soft transition-colors duration-120 hover:bg-hover hover:text-ink aria-pressed:bg-press aria-pressed:text-ink narrow:h-9"
          >
            {only ? say.screens.unread : say.screens.all}
          </button>
        ))}
      </fieldset>
      <Rows
        key={String(unread)}
        label={say.screens.mentions}
        rows={items?.map((item) => <Mention key={`${item.message.roomId} ${item.message.id}`} {...item} />) ?? null}
        error={error}
        more={more}
        empty={unread ? say.screens.youHaveReadEverythingThat : say.screens.whenSomebodyMentionsYouIt}
      />
    </>
  )
}

function Mention({ message, keyword }: Item) {
  const chat = useChat()
  const isNew = useChatState((state) => message.seq > (state.rooms[message.roomId]?.readSeq ?? Number.POSITIVE_INFINITY))
  return (
    <MessageItem
      message={message}
      isNew={isNew}
      note={
        keyword && (
          <span className="rounded-full bg-tint px-2 text-[0.6875rem] leading-[18px] font-medium text-accent">
            {say.screens.keyword} <bdi>{keyword}</bdi>
          </span>
        )
      }
      verbs={
        isNew
          ? [
              {
                label: say.screens.markAsReadUpTo,
                icon: <CheckCheck size={16} />,
                isDone: true,
                run: () => chat.markRead(message.roomId, message.seq),
              },
            ]
          : []
      }
    />
  )
}
