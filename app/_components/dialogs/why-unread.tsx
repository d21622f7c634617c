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
import { refusalInWords } from '#app/_words/refusal.ts'
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
    tell('Marked as read.')
  }

  return (
    <Dialog title="Why is this unread?" onClose={onClose} width="w-[440px]">
      <div className="flex min-h-32 flex-col gap-4 px-5 pb-5">
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {why === null && error === null && <Bone className="h-12 w-full" />}
        {why !== null && why.unread === 0 && (
          <p>
            <Name>{name}</Name> is read: nothing in it counts as unread.
          </p>
        )}
        {why !== null && why.unread > 0 && (
          <>
            <p>
              {why.unread === 1 ? '1 message' : `${countInWords(why.unread)} messages`} in <Name>{name}</Name>{' '}
              {why.unread === 1 ? 'is' : 'are'} after the last one you have read{why.readSeq === 0 ? ': you have read none' : ''}.
              {room?.parent && ' It is a thread that you follow.'}
              {room?.notify === 'none' && ' The room is muted, so it is not shown in bold.'}
            </p>
            {why.first && <Line label="The first is by" message={why.first} onShow={show} />}
            {why.mentions.map((message) => (
              <Line key={message.id} label={mentionWords[message.of]} message={message} onShow={show} />
            ))}
            {why.mentionCount > why.mentions.length && (
              <p className="text-meta text-soft">{countInWords(why.mentionCount)} messages mention you.</p>
            )}
            <p className="text-meta text-soft">Your own messages, deleted ones and hidden ones do not count.</p>
            <Button className="self-start" onClick={markRead}>
              Mark as read
            </Button>
          </>
        )}
      </div>
    </Dialog>
  )
}

const mentionWords = {
  me: 'You are mentioned by',
  all: 'Everybody is mentioned by',
  here: 'Everybody who is here is mentioned by',
} as const

const Name = ({ children }: { children: ReactNode }) => <bdi className="font-medium">{children}</bdi>

function Line({ label, message, onShow }: { label: string; message: Unread; onShow: (message: Unread) => void }) {
  const author = useUser(message.authorId)
  const at = new Date(message.at)
  const day = shortTime(at, new Date())
  return (
    <p className="flex items-center gap-3">
      <span className="min-w-0 flex-1">
        {label} <bdi className="font-medium">{author?.displayName ?? 'somebody'}</bdi>,{' '}
        <time dateTime={message.at}>{day === clockTime(at) ? day : `${day}, ${clockTime(at)}`}</time>.
      </span>
      <Button tone="primary" className="h-8 shrink-0 narrow:h-11" onClick={() => onShow(message)}>
        Show
      </Button>
    </p>
  )
}
