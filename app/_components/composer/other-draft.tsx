'use client'

import { FilePen } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'

type Props = { roomId: string; text: string; onTake: (text: string) => void }

/** What was written in this room on another device at the same time: taken by a press, never silently. */
export function OtherDraft({ roomId, text, onTake }: Props) {
  const chat = useChat()
  const other = useChatState((state) => state.otherDrafts[roomId])
  if (other === undefined) return null
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta">
      <FilePen size={15} className="shrink-0 text-soft" aria-hidden="true" />
      <p role="status" className="min-w-0 flex-1 truncate text-soft">
        {say.composing.anotherDraft} <bdi className="text-ink">{other.replace(/\s+/g, ' ').slice(0, 160)}</bdi>
      </p>
      <Button
        className="h-8!"
        onClick={() => {
          onTake(other)
          chat.setOtherDraft(roomId, text)
        }}
      >
        {text.trim() === '' ? say.composing.useIt : say.composing.swap}
      </Button>
      <Button className="h-8!" onClick={() => chat.setOtherDraft(roomId, '')}>
        {say.composing.drop}
      </Button>
    </div>
  )
}
