'use client'

import { useCallback, useEffect, useState } from 'react'
import { Body } from '#app/_components/message/body.tsx'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Refused } from '#app/_components/ui/refused.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState, useRoom, useUser } from '#app/_hooks/chat.tsx'
import { go, messagePath } from '#app/_hooks/place.ts'
import { useToConfirm } from '#app/_hooks/to-confirm.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { clockTime, shortTime } from '#app/_words/time.ts'
import type { Message } from '#protocol/models.ts'

/** Everything that waits for one's confirmation, in all rooms. Asked anew when their number changes. */
export function ToConfirm({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const { count } = useToConfirm()
  const [messages, setMessages] = useState<readonly Message[] | null>(null)
  const [error, setError] = useState<unknown>(null)

  const load = useCallback(
    () =>
      chat.unconfirmed().then(
        (found) => {
          setMessages(found)
          setError(null)
        },
        (cause: unknown) => setError(cause),
      ),
    [chat],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: something came or went
  useEffect(() => void load(), [load, count])

  const drop = (id: string) => setMessages((before) => before?.filter((one) => one.id !== id) ?? null)
  return (
    <Dialog title={say.dialogs.toConfirm} description={say.dialogs.theirAuthorsWantToKnow} onClose={onClose} width="w-[560px]">
      <ul className="flex max-h-[32rem] min-h-32 flex-col overflow-y-auto px-5 pb-5">
        {error !== null && <li className="text-meta text-danger">{refusalInWords(error)}</li>}
        {messages === null && error === null && <Bone className="my-3 h-12 w-full" />}
        {messages?.length === 0 && <li className="py-8 text-center text-soft">{say.dialogs.nothingWaitsForYou}</li>}
        {messages?.map((message) => (
          <li key={message.id} className="border-t border-line py-4 first:border-0 first:pt-1">
            <Waiting message={message} onConfirmed={() => drop(message.id)} onClose={onClose} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

type WaitingProps = { message: Message; onConfirmed: () => void; onClose: () => void }

function Waiting({ message, onConfirmed, onClose }: WaitingProps) {
  const chat = useChat()
  const viewer = useViewer()
  const author = useUser(message.authorId)
  const room = useRoom(message.roomId)
  const users = useChatState((state) => state.users)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const at = new Date(message.createdAt)
  const day = shortTime(at, new Date())

  async function confirm() {
    setBusy(true)
    try {
      await chat.confirm(message.roomId, message.id)
      onConfirmed()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  return (
    <article className="flex gap-3">
      <Avatar user={author} id={message.authorId} size={28} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-1.5 text-meta text-soft">
          <bdi className="text-[0.875rem] font-semibold text-ink">{author?.displayName ?? say.dialogs.somebody}</bdi>
          {room && room.kind !== 'DIRECT' && <bdi>{say.dialogs.in(roomTitle(room, users, viewer.id))}</bdi>}
          <time dateTime={message.createdAt}>{day === clockTime(at) ? day : `${day}, ${clockTime(at)}`}</time>
          {message.confirm?.remindedAt && <span className="font-medium text-accent">{say.dialogs.reminder}</span>}
        </p>
        <Body message={message} />
        <div className="mt-1.5 flex items-center gap-2">
          <Button tone="primary" disabled={busy} onClick={confirm}>
            {say.dialogs.confirm}
          </Button>
          <Button
            tone="plain"
            onClick={() => {
              onClose()
              go(messagePath(message.roomId, message.seq))
            }}
          >
            {say.dialogs.showInConversation}
          </Button>
          <Refused>{error}</Refused>
        </div>
      </div>
    </article>
  )
}
