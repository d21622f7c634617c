'use client'

import { Pin } from 'lucide-react'
import { useCallback } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useUser } from '#app/_hooks/chat.tsx'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
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
      title={say.panes.pinnedMessages}
      pages={pages}
      messages={pinned}
      empty={say.panes.nothingIsPinnedHerePin}
      onClose={onClose}
    >
      {(message) => (
        <MessageCard message={message}>
          <PinnedBy message={message} />
          <div className="mt-1 flex gap-2">
            <Button className="h-8 narrow:h-11" onClick={() => onShow(message)}>
              {say.panes.showInRoom}
            </Button>
            {mayUnpin && (
              <Button tone="plain" className="h-8 narrow:h-11" onClick={() => void unpin(message)}>
                {say.panes.unpin}
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
        {filled(say.panes.pinnedBy, <bdi key="who">{by?.displayName ?? say.common.somebody}</bdi>)}
      </span>
      <time dateTime={pin.at} data-tip={fullTime(at)} className="shrink-0">
        · {shortTime(at, new Date())}
      </time>
    </p>
  )
}
