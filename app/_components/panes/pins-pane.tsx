'use client'

import { Pin } from 'lucide-react'
import { useCallback } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useUser } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { fullTime, shortTime } from '#app/_words/time.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { ListedPane } from './listed-pane.tsx'
import { MessageCard } from './message-card.tsx'
import { usePages } from './use-pages.ts'

type Props = { room: RoomSummary; onShow: (message: Message) => void; onClose: () => void }

/** What is pinned in a room, by whom and when, with the way there. It follows what others pin and unpin. */
export function PinsPane({ room, onShow, onClose }: Props) {
  const chat = useChat()
  const load = useCallback((cursor?: string) => chat.pins(room.id, cursor), [chat, room.id])
  const pages = usePages(load, room.pins ?? 0)
  const pinned = (pages.messages ?? []).filter((message) => message.pinned)
  const mayUnpin = room.role !== undefined && !room.archived

  const unpin = (message: Message) =>
    chat.pin(message.roomId, message.id, false).catch((error: unknown) => tell(refusalInWords(error), 'refused'))

  return (
    <ListedPane
      title="Pinned messages"
      pages={pages}
      messages={pinned}
      empty="Nothing is pinned here. Pin a message from its menu."
      onClose={onClose}
    >
      {(message) => (
        <MessageCard message={message}>
          <PinnedBy message={message} />
          <div className="mt-1 flex gap-2">
            <Button className="h-8 narrow:h-11" onClick={() => onShow(message)}>
              Show in room
            </Button>
            {mayUnpin && (
              <Button tone="plain" className="h-8 narrow:h-11" onClick={() => void unpin(message)}>
                Unpin
              </Button>
            )}
          </div>
        </MessageCard>
      )}
    </ListedPane>
  )
}

function PinnedBy({ message: { pin } }: { message: Message }) {
  const by = useUser(pin?.by)
  if (!pin) return null
  const at = new Date(pin.at)
  return (
    <p className="flex items-center gap-1.5 text-[0.75rem] text-soft">
      <Pin size={12} aria-hidden="true" />
      <span className="truncate">
        Pinned by <bdi>{by?.displayName ?? 'somebody'}</bdi>
      </span>
      <time dateTime={pin.at} data-tip={fullTime(at)} className="shrink-0">
        · {shortTime(at, new Date())}
      </time>
    </p>
  )
}
