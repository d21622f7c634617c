'use client'

import { EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { MessageRowView } from '#app/_components/message/message-row.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'

/** A message of somebody one blocked or muted: a line that says so, and the message for who asks to see it. */
export function Folded(props: ComponentProps<typeof MessageRowView>) {
  const { message, focusable } = props
  const isBlocked = useChatState((state) => state.preferences.blocked?.includes(message.authorId) ?? false)
  const [shown, setShown] = useState(false)
  if (shown) return <MessageRowView {...props} head />
  return (
    <article
      data-message={message.id}
      aria-label={isBlocked ? say.people.messageOfBlocked : say.people.messageOfMuted}
      tabIndex={focusable ? 0 : -1}
      className="flex min-h-8 items-center gap-3 px-5 text-meta text-soft focus-visible:-outline-offset-2 narrow:px-3.5"
    >
      <span className="grid w-9 shrink-0 place-items-center">
        <EyeOff size={15} aria-hidden="true" />
      </span>
      <p className="min-w-0 truncate">{isBlocked ? say.people.messageOfBlocked : say.people.messageOfMuted}</p>
      <button
        type="button"
        onClick={() => setShown(true)}
        className="rounded-md px-1.5 py-1 font-medium text-accent hover:bg-hover narrow:py-2.5"
      >
        {say.people.show}
      </button>
    </article>
  )
}
