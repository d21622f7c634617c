'use client'

import { ArrowLeft, Copy, Trash2 } from 'lucide-react'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { type Draft, useDrafts } from '#app/_hooks/drafts.ts'
import { useNarrow } from '#app/_hooks/media.ts'
import { go, roomPath, threadPath } from '#app/_hooks/place.ts'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'

/** Everything that was begun and not sent, on all of one's devices. */
export function Drafts() {
  const narrow = useNarrow()
  const drafts = useDrafts()
  return (
    <section aria-label={say.screens.drafts} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line ps-5 pe-3 narrow:ps-1.5">
        {narrow && (
          <IconButton label={say.screens.allRooms} onClick={() => go('/rooms')}>
            <ArrowLeft size={20} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 className="text-title font-semibold tracking-tight">{say.screens.drafts}</h1>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {drafts.length === 0 ? (
          <Empty action={<Button onClick={() => go('/')}>Back to the rooms</Button>}>{say.screens.nothingIsWaitingToBe}</Empty>
        ) : (
          <ul className="mx-auto w-full max-w-3xl px-5 py-3 narrow:px-3">
            {drafts.map((draft) => (
              <DraftLine key={`${draft.roomId}${draft.other}`} draft={draft} />
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

function DraftLine({ draft }: { draft: Draft }) {
  const chat = useChat()
  const { room, roomId, body, other } = draft
  const name = useRoomName(room)
  const path = room && (room.parent ? threadPath(room.parent.roomId, room.parent.messageId) : roomPath(roomId))
  const words = (
    <>
      <span className="flex min-w-0 items-center gap-2 text-meta">
        {room && <RoomSign room={room} />}
        <bdi className="truncate font-medium text-ink">{room ? name : say.screens.aRoomYouAreNo}</bdi>
        <span className="shrink-0 text-soft">
          {other ? (room ? say.screens.besideTheRoomsOwnDraft : '') : draft.at && shortTime(new Date(draft.at), new Date())}
        </span>
      </span>
      <span dir="auto" className="line-clamp-2 text-soft [overflow-wrap:anywhere]">
        {body.slice(0, 400)}
      </span>
    </>
  )

  async function copy() {
    void tell((await copyText(body)) ? say.screens.draftCopied : say.screens.itCouldNotBeCopied)
  }

  return (
    <li className="flex items-center gap-1 border-b border-line py-1 last:border-b-0">
      {path ? (
        <a
          href={path}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            go(path)
          }}
          className="flex min-w-0 flex-1 flex-col gap-0.5 rounded-lg px-2 py-2 hover:bg-hover"
        >
          {words}
        </a>
      ) : (
        <div className="flex min-w-0 flex-1 flex-col gap-0.5 px-2 py-2">{words}</div>
      )}
      <IconButton label={say.screens.copyDraft} onClick={() => void copy()}>
        <Copy size={16} />
      </IconButton>
      <IconButton
        label={say.screens.discardDraft}
        onClick={() => (other ? chat.setOtherDraft(roomId, '') : chat.setDraft(roomId, ''))}
      >
        <Trash2 size={16} />
      </IconButton>
    </li>
  )
}
