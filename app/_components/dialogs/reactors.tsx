'use client'

import { useCallback, useEffect, useState } from 'react'
import { EmojiSign } from '#app/_components/emoji/sign.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useMessage } from '#app/_hooks/message.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { PeopleList } from './people-list.tsx'

type Props = { roomId: string; messageId: string; onClose: () => void }

/** Who reacted, emoji by emoji, a page at a time. */
export function Reactors({ roomId, messageId, onClose }: Props) {
  const message = useMessage(roomId, messageId)
  const reactions = message?.reactions ?? []
  const [wanted, setWanted] = useState<string | null>(null)
  const chosen = reactions.find(({ emoji }) => emoji === wanted) ?? reactions[0]
  return (
    <Dialog title={say.dialogs.reactions} onClose={onClose} width="w-[380px]">
      <div className="flex max-h-28 flex-wrap gap-1 overflow-y-auto px-5 pb-3">
        {reactions.map(({ emoji, count }) => (
          <button
            key={emoji}
            type="button"
            aria-pressed={emoji === chosen?.emoji}
            aria-label={`${emoji} ${count}`}
            onClick={() => setWanted(emoji)}
            className="tabular flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-meta hover:bg-hover aria-pressed:bg-tint aria-pressed:text-accent narrow:h-11"
          >
            <span className="text-[1rem]">
              <EmojiSign emoji={emoji} />
            </span>{' '}
            {count}
          </button>
        ))}
      </div>
      <div className="flex max-h-80 min-h-24 flex-col gap-4 overflow-y-auto px-5 pb-5">
        {chosen ? (
          <Reacted key={chosen.emoji} roomId={roomId} messageId={messageId} emoji={chosen.emoji} count={chosen.count} />
        ) : (
          message !== undefined && <p className="text-soft">{say.dialogs.nobodyReactsToItAny}</p>
        )}
      </div>
    </Dialog>
  )
}

type ReactedProps = { roomId: string; messageId: string; emoji: string; count: number }

function Reacted({ roomId, messageId, emoji, count }: ReactedProps) {
  const chat = useChat()
  const [ids, setIds] = useState<readonly string[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.reactors(roomId, messageId, emoji, cursor)
        setIds((before) => (cursor === undefined ? page.userIds : [...new Set([...(before ?? []), ...page.userIds])]))
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, roomId, messageId, emoji],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody reacted or took it back
  useEffect(() => void load(), [load, count])

  return (
    <>
      {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
      <PeopleList label={say.dialogs.reactedWith(emoji)} ids={error === null ? ids : (ids ?? [])} />
      {next !== undefined && <Button onClick={() => void load(next)}>{say.dialogs.showMore}</Button>}
    </>
  )
}
