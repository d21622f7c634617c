'use client'

import { useEffect, useState } from 'react'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { User } from '#protocol/models.ts'

type Props = { roomId: string; messageId: string; onClose: () => void }

/** Who reacted, emoji by emoji. */
export function Reactors({ roomId, messageId, onClose }: Props) {
  const chat = useChat()
  const message = useChatState((state) => state.timelines[roomId]?.messages.find((one) => one.id === messageId))
  const [chosen, setChosen] = useState(message?.reactions[0]?.emoji ?? '')
  const [people, setPeople] = useState<User[] | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    if (!chosen) return
    let dropped = false
    setPeople(null)
    chat.reactors(roomId, messageId, chosen).then(
      (found) => !dropped && setPeople(found),
      (cause) => !dropped && setError(cause),
    )
    return () => {
      dropped = true
    }
  }, [chat, roomId, messageId, chosen])

  return (
    <Dialog title="Reactions" onClose={onClose} width="w-[380px]">
      <div className="flex flex-wrap gap-1 px-5 pb-3">
        {message?.reactions.map(({ emoji, count }) => (
          <button
            key={emoji}
            type="button"
            aria-pressed={emoji === chosen}
            onClick={() => setChosen(emoji)}
            className="tabular flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-meta hover:bg-hover aria-pressed:bg-tint aria-pressed:text-accent"
          >
            <span className="text-[1rem]">{emoji}</span> {count}
          </button>
        ))}
      </div>
      <ul className="flex max-h-80 min-h-24 flex-col gap-1 overflow-y-auto px-5 pb-5">
        {error !== null && <li className="text-meta text-danger">{refusalInWords(error)}</li>}
        {people === null && error === null && <Bone className="my-2 h-7 w-48" />}
        {people?.map((user) => (
          <li key={user.id} className="flex h-9 items-center">
            <PersonLine user={user} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
