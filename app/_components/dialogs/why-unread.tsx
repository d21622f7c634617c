'use client'

import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { countInWords } from '#app/_components/ui/count.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useRoom, useUser } from '#app/_hooks/chat.tsx'
import { go, messagePath, threadPath } from '#app/_hooks/place.ts'
import { useRoomName } from '#app/_hooks/rooms.ts'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { clockTime, shortTime } from '#app/_words/time.ts'
import type { RequestData } from '#protocol/requests.ts'

type Why = RequestData<'room:unread'>
type Unread = Why['mentions'][number] | NonNullable<Why['first']>

/** Why a room is unread: what the server counts, from which message on, and the way to that very message. */
export function WhyUnread({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const chat = useChat()
  const room = useRoom(roomId)
  const name = useRoomName(room)
  const [why, setWhy] = useState<Why | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { unread = 0, readSeq = 0 } = room ?? {}

  const load = useCallback(() => chat.whyUnread(roomId).then(setWhy, setError), [chat, roomId])
  // biome-ignore lint/correctness/useExhaustiveDependencies: something came or was read
  useEffect(() => void load(), [load, unread, readSeq])

  const show = (message: Unread) => {
    onClose()
    go(room?.parent ? threadPath(room.parent.roomId, room.parent.messageId, message.seq) : messagePath(roomId, message.seq))
  }
  const markRead = () => {
    chat.markRead(roomId, why?.lastSeq ?? 0)
    onClose()
    tell(say.dialogs.markedAsRead)
  }

  return (
    <Dialog title={say.dialogs.whyIsThisUnread} onClose={onClose} width="w-[440px]">
      <div className="flex min-h-32 flex-col gap-4 px-5 pb-5">
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {why === null && error === null && <Bone className="h-12 w-full" />}
        {why !== null && why.unread === 0 && <p>{filled(say.dialogs.isRead, <Name key="room">{name}</Name>)}</p>}
        {why !== null && why.unread > 0 && (
          <>
            <p>
              {filled(
                (why.readSeq === 0 ? say.dialogs.afterNone : say.dialogs.after)(why.unread, countInWords(why.unread)),
                <Name key="room">{name}</Name>,
              )}
              {room?.parent && say.dialogs.itIsAThreadThat}
              {room?.notify === 'none' && say.dialogs.theRoomIsMutedSo}
            </p>
            {why.first && <Line label={say.dialogs.theFirstIsBy} message={why.first} onShow={show} />}
            {why.mentions.map((message) => (
              <Line key={message.id} label={mentionWords()[message.of]} message={message} onShow={show} />
            ))}
            {why.mentionCount > why.mentions.length && (
              <p className="text-meta text-soft">{say.dialogs.messagesMentionYou(countInWords(why.mentionCount))}</p>
            )}
            <p className="text-meta text-soft">{say.dialogs.yourOwnMessagesDeletedOnes}</p>
            <Button className="self-start" onClick={markRead}>
              {say.dialogs.markAsRead}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}

const mentionWords = () =>
  ({
    me: say.dialogs.youAreMentionedBy,
    all: say.dialogs.everybodyIsMentionedBy,
    here: say.dialogs.everybodyWhoIsHereIs,
  }) as const

const Name = ({ children }: { children: ReactNode }) => <bdi className="font-medium">{children}</bdi>

function Line({ label, message, onShow }: { label: string; message: Unread; onShow: (message: Unread) => void }) {
  const author = useUser(message.authorId)
  const at = new Date(message.at)
  const day = shortTime(at, new Date())
  return (
    <p className="flex items-center gap-3">
      <span className="min-w-0 flex-1">
        {label} <bdi className="font-medium">{author?.displayName ?? say.common.somebody}</bdi>,{' '}
        <time dateTime={message.at}>{day === clockTime(at) ? day : `${day}, ${clockTime(at)}`}</time>.
      </span>
      <Button tone="primary" className="h-8 shrink-0 narrow:h-11" onClick={() => onShow(message)}>
        {say.dialogs.show}
      </Button>
    </p>
  )
}
