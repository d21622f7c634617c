'use client'

import { type KeyboardEvent, useEffect, useRef } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { ROOM_TOPIC_MAX } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** Where a room's topic is changed. `onClose` says whether a key closed it. */
export function TopicField({ room, onClose }: { room: RoomSummary; onClose: (byKey: boolean) => void }) {
  const chat = useChat()
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => field.current?.select(), [])

  function keep(byKey: boolean) {
    if (done.current) return
    done.current = true
    const topic = field.current?.value.trim() ?? ''
    onClose(byKey)
    if (topic === (room.topic ?? '')) return
    chat.updateRoom(room.id, { topic }).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') keep(true)
    else if (event.key === 'Escape') {
      event.stopPropagation()
      done.current = true
      onClose(true)
    } else return
    event.preventDefault()
  }

  return (
    <input
      ref={field}
      aria-label={say.room.topic}
      defaultValue={room.topic}
      maxLength={unitsOf(ROOM_TOPIC_MAX)}
      placeholder={say.room.whatIsTalkedAboutHere}
      autoComplete="off"
      dir="auto"
      onKeyDown={onKey}
      onBlur={() => keep(false)}
      className="h-8 w-full max-w-xl rounded-md border border-line-strong bg-field px-2 text-ink placeholder:text-soft"
    />
  )
}
