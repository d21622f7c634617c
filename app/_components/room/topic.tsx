'use client'

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { ROOM_TOPIC_MAX } from '#protocol/limits.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { mayChangeTopic } from './room-view.tsx'

/** A room's topic in its header, to be changed where it stands: Enter keeps it, Escape leaves it as it was. */
export function Topic({ room }: { room: RoomSummary }) {
  const [editing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const mayEdit = mayChangeTopic(room)
  if (editing)
    return (
      <TopicField
        room={room}
        onClose={(byKey) => {
          setEditing(false)
          if (byKey) requestAnimationFrame(() => button.current?.focus())
        }}
      />
    )
  if (!mayEdit)
    return room.topic ? (
      <p className="truncate" dir="auto" title={room.topic}>
        {room.topic}
      </p>
    ) : null
  return (
    <button
      ref={button}
      type="button"
      dir="auto"
      onClick={() => setEditing(true)}
      title={room.topic}
      aria-label={room.topic ? `Topic: ${room.topic}. Change it` : 'Add a topic'}
      className="max-w-full truncate rounded-md px-1.5 py-1 text-start hover:bg-hover hover:text-ink"
    >
      {room.topic || 'Add a topic'}
    </button>
  )
}

function TopicField({ room, onClose }: { room: RoomSummary; onClose: (byKey: boolean) => void }) {
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
      aria-label="Topic"
      defaultValue={room.topic}
      maxLength={ROOM_TOPIC_MAX}
      placeholder="What is talked about here"
      autoComplete="off"
      dir="auto"
      onKeyDown={onKey}
      onBlur={() => keep(false)}
      className="h-8 w-full rounded-md border border-line-strong bg-field px-2 text-ink placeholder:text-soft"
    />
  )
}
