'use client'

import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'
import { PeopleList } from './people-list.tsx'

const noCursors: readonly never[] = []

/** Who has read a message, and where that is known whom it has reached. Its author is left out. */
export function Readers({ message, onClose }: { message: Message; onClose: () => void }) {
  const chat = useChat()
  const { roomId, seq, authorId } = message
  const cursors = useChatState((state) => state.cursors[roomId]) ?? noCursors
  const [readers, setReaders] = useState<string[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.readers(roomId, seq, cursor)
        setReaders((before) => [...(cursor === undefined ? [] : (before ?? [])), ...page.userIds.filter((id) => id !== authorId)])
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, roomId, seq, authorId],
  )
  useEffect(() => void load(), [load])

  const delivered = cursors
    .filter((cursor) => cursor.deliveredSeq >= seq && cursor.userId !== authorId && !readers?.includes(cursor.userId))
    .map((cursor) => cursor.userId)
  return (
    <Dialog title={say.dialogs.readBy} onClose={onClose} width="w-[380px]">
      <div className="flex max-h-96 min-h-28 flex-col gap-4 overflow-y-auto px-5 pb-5">
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {readers?.length === 0 ? (
          <p className="text-soft">{say.dialogs.nobodyHasReadItYet}</p>
        ) : (
          <PeopleList label={say.dialogs.readBy} ids={error === null ? readers : (readers ?? [])} />
        )}
        {next !== undefined && <Button onClick={() => void load(next)}>{say.dialogs.showMore}</Button>}
        {readers !== null && delivered.length > 0 && <PeopleList label={say.dialogs.deliveredTo} title ids={delivered} />}
      </div>
    </Dialog>
  )
}
