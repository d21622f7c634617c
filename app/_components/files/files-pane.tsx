'use client'

import { useCallback, useEffect, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { NamedPane } from '#app/_components/panes/named-pane.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState, useUser } from '#app/_hooks/chat.tsx'
import { go, messagePath } from '#app/_hooks/place.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { fullTime, shortTime } from '#app/_words/time.ts'
import type { RoomSummary } from '#protocol/models.ts'
import type { RequestData } from '#protocol/requests.ts'
import { FileIcon } from './file-icon.tsx'
import { Img } from './img.tsx'
import { bytesInWords, filePath, kindOf } from './words.ts'

type Listed = RequestData<'room:files'>['files'][number]
type Props = { room: RoomSummary; onClose: () => void }

/** Everything that was sent into a room and its threads, the latest first, each with the way to its message. */
export function FilesPane({ room, onClose }: Props) {
  const dialogs = useDialogs()
  const { files, error, more } = useFiles(room)

  return (
    <NamedPane title={say.panes.files} onClose={onClose}>
      <ul className="flex min-h-0 flex-1 flex-col overflow-y-auto px-3 py-2">
        {error !== null && <li className="px-2 py-4 text-meta text-danger">{refusalInWords(error)}</li>}
        {files === null && error === null && <Bone className="m-2 h-12" />}
        {files?.length === 0 && <li className="py-10 text-center text-soft">{say.panes.nothingWasSentHereYet}</li>}
        {files?.map((one) => (
          <li key={one.file.id}>
            <Line
              one={one}
              onOpen={() => dialogs.open({ name: 'files', files: [one.file], at: 0 })}
              onShow={() => show(room, one)}
            />
          </li>
        ))}
        {more && (
          <li className="p-2">
            <Button onClick={more}>{say.panes.showMore}</Button>
          </li>
        )}
      </ul>
    </NamedPane>
  )
}

/** A file of a thread stands in that thread, beside the room. */
function show(room: RoomSummary, one: Listed) {
  go(one.roomId === room.id ? messagePath(room.id, one.seq) : `/r/${one.roomId}?m=${one.seq}`)
}

function Line({ one, onOpen, onShow }: { one: Listed; onOpen: () => void; onShow: () => void }) {
  const author = useUser(one.authorId)
  const kind = kindOf(one.file)
  const at = new Date(one.at)
  return (
    <div className="flex items-center gap-3 rounded-lg p-2 hover:bg-hover">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-center gap-3 rounded text-start narrow:min-h-11"
      >
        <span className="grid size-11 shrink-0 place-items-center overflow-hidden rounded-md bg-hover">
          {kind === 'picture' ? (
            <Img src={filePath(one.file.id, 'thumb')} alt="" loading="lazy" decoding="async" className="size-full object-cover" />
          ) : (
            <FileIcon kind={kind} />
          )}
        </span>
        <span className="min-w-0">
          <bdi className="block truncate text-[0.875rem] font-medium">{one.file.name}</bdi>
          <span className="block truncate text-[0.75rem] leading-4 text-soft">
            <bdi>{author?.displayName ?? say.panes.somebody}</bdi>,{' '}
            <time data-tip={fullTime(at)}>{shortTime(at, new Date())}</time>, {bytesInWords(one.file.size)}
          </span>
        </span>
      </button>
      <Button tone="plain" className="h-8 shrink-0 narrow:h-11" onClick={onShow}>
        {say.panes.show}
      </Button>
    </div>
  )
}

/** Read anew when a message with files came or went. */
function useFiles(room: RoomSummary) {
  const chat = useChat()
  const live = useChatState((state) => state.connection.status === 'live')
  const version = useChatState((state) =>
    state.timelines[room.id]?.messages
      .filter((message) => message.attachments.length > 0)
      .reduce((sum, message) => sum + message.seq, 0),
  )
  const [files, setFiles] = useState<Listed[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)
  const read = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.listFiles(room.id, cursor)
        setFiles((before) => (cursor === undefined ? page.files : [...(before ?? []), ...page.files]))
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, room.id],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: something came or went
  useEffect(() => {
    if (live) void read()
  }, [read, live, version])
  return { files, error, more: next === undefined ? null : () => void read(next) }
}
