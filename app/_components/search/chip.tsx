'use client'

import { X } from 'lucide-react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { parseRoomId } from '#app/_preferences/preferences.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { parseSearch } from '#protocol/search.ts'

/** One operator of a search. A press takes it away. */
export function Chip({ chip, onDrop }: { chip: string; onDrop: () => void }) {
  const words = useWords(chip)
  return (
    <button
      type="button"
      onClick={onDrop}
      aria-label={say.search.remove(words)}
      className="flex h-7 max-w-full narrow:h-9 items-center gap-1 rounded-md bg-tint ps-2 pe-1 text-meta font-medium text-ink hover:bg-press"
    >
      <bdi className="truncate">{words}</bdi>
      <X size={13} className="shrink-0 text-soft" aria-hidden="true" />
    </button>
  )
}

/** As it was typed, without quotes, and with its name for a room that stands there by its id. */
function useWords(chip: string): string {
  const viewer = useViewer()
  const part = parseSearch(chip).parts[0]
  const roomId = part?.kind === 'filter' && part.name === 'in' ? parseRoomId(part.value) : null
  const room = useChatState((state) => (roomId === null ? undefined : state.rooms[roomId]))
  const users = useChatState((state) => state.users)
  if (part?.kind !== 'filter') return chip
  if (roomId === null) return `${part.not ? '-' : ''}${part.name}:${part.value}`
  return `${chip.startsWith('-') ? '-' : ''}in:${room ? roomTitle(room, users, viewer.id) : say.search.aRoom}`
}
