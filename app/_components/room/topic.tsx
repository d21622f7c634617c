'use client'

import { useRef, useState } from 'react'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { mayChangeTopic } from './room-view.tsx'

const TopicField = fetched(() => import('./topic-field.tsx').then((module) => module.TopicField))

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
      aria-label={room.topic ? say.room.topicChangeIt(room.topic) : say.room.addATopic}
      className="max-w-full truncate rounded-md px-1.5 py-1 text-start hover:bg-hover hover:text-ink"
    >
      {room.topic || say.room.addATopic}
    </button>
  )
}
