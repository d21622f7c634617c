'use client'

import { Info } from 'lucide-react'
import { memo } from 'react'
import { useUser } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { systemInWords } from '#app/_words/system.ts'
import { clockTime, fullTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'

type Props = { message: Message; focusable: boolean; highlighted: boolean }

/** What the product says itself: who changed what about the room. Quiet, and nothing can be done with it. */
export const SystemRow = memo(function SystemRow({ message, focusable, highlighted }: Props) {
  const name = useUser(message.authorId)?.displayName ?? say.message.somebody
  const at = new Date(message.createdAt)
  const said = systemInWords(message.body)
  return (
    <article
      aria-label={`${name} ${said}, ${clockTime(at)}`}
      tabIndex={focusable ? 0 : -1}
      data-system
      className={`flex gap-3 px-5 py-1 text-meta text-soft narrow:px-3.5 focus-visible:-outline-offset-2 ${highlighted ? 'bg-tint' : ''}`}
    >
      <span className="flex w-9 shrink-0 justify-end pt-[3px]">
        <Info size={14} aria-hidden="true" />
      </span>
      <p className="min-w-0 max-w-[76ch] flex-1 break-words" dir="auto">
        <bdi className="font-medium text-ink">{name}</bdi> {said}
        <time dateTime={message.createdAt} data-tip={fullTime(at)} className="ms-2 text-[0.75rem] whitespace-nowrap">
          {clockTime(at)}
        </time>
      </p>
    </article>
  )
})
