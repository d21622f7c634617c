'use client'

import { diffWordsWithSpace } from 'diff'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { fullTime } from '#app/_words/time.ts'
import type { Message, Version } from '#protocol/models.ts'

/** Texts that differ in more places than this are shown without marks. */
const EDITS_MAX = 2_000

/** What a message said before it was edited, newest first, with what each edit put in and took out. */
export function Versions({ message, onClose }: { message: Message; onClose: () => void }) {
  const chat = useChat()
  const now = useChatState((state) => state.timelines[message.roomId]?.messages.find((one) => one.id === message.id)) ?? message
  const [found, setFound] = useState<{ versions: Version[]; next?: string | undefined } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { roomId, id } = message

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.versions(roomId, id, cursor)
        setFound((before) => ({ ...page, versions: [...(cursor ? (before?.versions ?? []) : []), ...page.versions] }))
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, roomId, id],
  )
  // Edited again or deleted while this is open: asked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => void load(), [load, now.editedAt, now.deletedAt])

  const gone = now.deletedAt !== undefined
  const all: Version[] = [{ body: now.body, at: now.editedAt ?? now.createdAt }, ...(found?.versions ?? [])]
  return (
    <Dialog title={say.dialogs.edits} description={say.dialogs.whatThisMessageSaidNewest} onClose={onClose} width="w-[600px]">
      <div className="min-h-24 overflow-y-auto px-5 pb-5">
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {found === null && error === null && <Bone className="my-2 h-7 w-64" />}
        {gone && <p className="text-meta text-soft">{say.dialogs.theMessageWasDeletedAnd}</p>}
        {found !== null && !gone && (
          <ol className="flex flex-col">
            {all.map((version, index) => (
              <li key={version.at + version.body.length} className="border-t border-line py-3 first:border-t-0">
                <p className="pb-1 text-meta text-soft">
                  {index === 0
                    ? say.dialogs.now
                    : index === all.length - 1 && !found.next
                      ? say.dialogs.atFirst
                      : say.dialogs.before}
                  , <time dateTime={version.at}>{fullTime(new Date(version.at))}</time>
                </p>
                <Difference from={all[index + 1]?.body} to={version.body} />
              </li>
            ))}
          </ol>
        )}
        {found?.next !== undefined && !gone && <Button onClick={() => void load(found.next)}>{say.dialogs.showMore}</Button>}
      </div>
    </Dialog>
  )
}

function Difference({ from, to }: { from: string | undefined; to: string }) {
  const parts = from === undefined ? undefined : diffWordsWithSpace(from, to, { maxEditLength: EDITS_MAX })
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {parts === undefined
        ? to
        : parts.map((part, index) => {
            const key = `${index}${part.value.length}`
            if (part.added)
              return (
                <ins key={key} className="rounded-sm bg-added no-underline">
                  {part.value}
                </ins>
              )
            if (part.removed)
              return (
                <del key={key} className="rounded-sm bg-removed text-soft">
                  {part.value}
                </del>
              )
            return part.value
          })}
    </p>
  )
}
