'use client'

import { X } from 'lucide-react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import type { Message } from '#protocol/models.ts'

/** The message that the next one answers. */
export function Quoted({ message, onDrop }: { message: Message; onDrop: () => void }) {
  const author = useUser(message.authorId)
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 ps-3.5 pe-1.5 text-meta text-soft">
      <p className="min-w-0 flex-1 truncate">
        Answer to <bdi className="font-medium text-ink">{author?.displayName}</bdi>{' '}
        <bdi>{message.body.replace(/\s+/g, ' ').slice(0, 120)}</bdi>
      </p>
      <IconButton size="small" label="No answer" onClick={onDrop}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
