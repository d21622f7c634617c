'use client'

import { type FormEvent, useMemo, useState } from 'react'
import { MessageCard } from '#app/_components/message/message-card.tsx'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState, useRoom } from '#app/_hooks/chat.tsx'
import { messagePath } from '#app/_hooks/place.ts'
import { useRoomSections } from '#app/_hooks/rooms.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { readChoice } from '#app/_preferences/read.ts'
import { bestMatches } from '#app/_words/match.ts'
import { keepRecent, recentFirst } from '#app/_words/recents.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomName, roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { Finder } from './finder.tsx'

const SHOWN_MAX = 50

/** Brings a message to another room: as a link to it, which shows each reader as much of it as they may see. */
export function Forward({ message, onClose }: { message: Message; onClose: () => void }) {
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const { rooms, direct } = useRoomSections()
  const [query, setQuery] = useState('')
  const [to, setTo] = useState<RoomSummary | null>(null)

  const found = useMemo(() => {
    const all = recentFirst([...rooms, ...direct], 'forward', (room) => room.id)
    return bestMatches(all, query, (room) => [roomName(room, users, viewer.id)], SHOWN_MAX)
  }, [rooms, direct, users, viewer.id, query])

  if (to !== null) return <Comment message={message} to={to} onBack={() => setTo(null)} onClose={onClose} />
  return (
    <Dialog title={say.dialogs.forwardTo} onClose={onClose} look="top" width="w-[560px]">
      <Finder
        label={say.dialogs.forwardToARoomOr}
        placeholder={say.dialogs.roomOrPerson}
        query={query}
        onQuery={setQuery}
        items={found}
        keyOf={(room) => room.id}
        draw={(room) => (
          <>
            <RoomSign room={room} />
            <bdi className="truncate text-[0.875rem]">{roomName(room, users, viewer.id)}</bdi>
          </>
        )}
        onChoose={setTo}
        nothing={say.dialogs.nothingOfYoursIsCalled(query)}
      />
    </Dialog>
  )
}

type CommentProps = { message: Message; to: RoomSummary; onBack: () => void; onClose: () => void }

function Comment({ message, to, onBack, onClose }: CommentProps) {
  const chat = useChat()
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const origin = useRoom(message.roomId)
  const [comment, setComment] = useState('')
  const [error, setError] = useState<unknown>(null)
  const title = roomTitle(to, users, viewer.id)

  function submit(event: FormEvent) {
    event.preventDefault()
    const address = window.location.origin + messagePath(message.roomId, message.seq)
    try {
      chat.send(to.id, comment.trim() === '' ? address : `${comment.trim()}\n\n${address}`)
    } catch (cause) {
      return setError(cause)
    }
    keepRecent('forward', to.id)
    onClose()
    void tell(say.dialogs.forwardedTo(title))
  }

  return (
    <Dialog title={say.dialogs.forwardTo2(title)} onClose={onClose} width="w-[520px]">
      <form onSubmit={submit} className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-2 overflow-y-auto px-5 pb-3">
          <textarea
            autoFocus
            data-on-open
            aria-label={say.dialogs.comment}
            placeholder={say.dialogs.saySomethingAboutIt}
            value={comment}
            dir="auto"
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
              if (readChoice('enter') === 'breaks' && !event.ctrlKey && !event.metaKey) return
              submit(event)
            }}
            className="field-sizing-content max-h-40 min-h-16 w-full resize-none rounded-lg border border-line-strong bg-field px-3 py-2"
          />
          <MessageCard roomId={message.roomId} seq={message.seq} />
          {origin?.kind !== 'PUBLIC' && origin?.id !== to.id && (
            <p className="text-meta text-soft">
              {origin?.kind === 'DIRECT' ? say.dialogs.onlyConversation : say.dialogs.onlyRoom}
            </p>
          )}
          {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        </div>
        <DialogButtons>
          <Button onClick={onBack}>{say.dialogs.back}</Button>
          <Button type="submit" tone="primary">
            {say.dialogs.forward}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
