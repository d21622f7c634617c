'use client'

import { memo, useMemo, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { isEmojiOnly, isPlain } from '#app/_markdown/inline-tokens.ts'
import { useParser } from '#app/_markdown/parser.ts'
import { renderMarkdown } from '#app/_markdown/render.tsx'
import { type Names, NamesContext, Words } from '#app/_markdown/words.tsx'
import { fullTime } from '#app/_words/time.ts'
import type { Chat } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'

/** Longer messages are folded until one wants to read on. */
const FOLD_OVER_CHARS = 3_000
const FOLD_OVER_LINES = 40

/** The words of a message, with its Markdown drawn and its mentions visible. */
export const Body = memo(function Body({ message }: { message: Message }) {
  const { body } = message
  const [whole, setWhole] = useState(false)
  const long = body.length > FOLD_OVER_CHARS || body.split('\n', FOLD_OVER_LINES + 1).length > FOLD_OVER_LINES
  const names = useNames(message)
  const big = isEmojiOnly(body)
  const edited = message.editedAt !== undefined && (
    <span className="ms-1 text-[0.75rem] text-soft select-none" data-tip={`Edited ${fullTime(new Date(message.editedAt))}`}>
      (edited)
    </span>
  )
  return (
    <NamesContext value={names}>
      <div className={long && !whole ? 'max-h-96 overflow-hidden mask-b-from-80%' : ''}>
        <div className={`md ${big ? 'text-[2rem] leading-10' : ''}`} dir="auto">
          <Drawn source={body} />
          {edited}
        </div>
      </div>
      {long && (
        <button
          type="button"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
          className="mt-1 rounded text-meta font-medium text-accent hover:underline"
        >
          {whole ? 'Show less' : 'Show all'}
        </button>
      )}
    </NamesContext>
  )
})

function Drawn({ source }: { source: string }) {
  const parse = useParser()
  const plain = isPlain(source)
  return useMemo(
    () => (plain || parse === null ? <Words text={source} /> : renderMarkdown(parse(source), source)),
    [source, plain, parse],
  )
}

const channelsOf = (chat: Chat) =>
  Object.values(chat.getState().rooms).filter((room) => room.name && (room.kind === 'PUBLIC' || room.kind === 'PRIVATE'))

/** What names in this message mean: those the server resolved when it was written, and rooms one is in. */
function useNames(message: Message): Names {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  return useMemo<Names>(
    () => ({
      mention(username) {
        const { userIds, groupIds, room } = message.mentions
        if (room !== undefined && ['all', 'here', 'everyone', 'channel'].includes(username)) return { mine: true }
        const { users } = chat.getState()
        const id = userIds.find((one) => users[one]?.username.toLowerCase() === username)
        if (id === undefined) {
          const { groups } = chat.getState()
          const group = groupIds.map((one) => groups[one]).find((one) => one?.name === username)
          return group ? { mine: group.mine ?? false, onOpen: () => dialogs.open({ name: 'group', groupId: group.id }) } : null
        }
        return { mine: id === viewer.id, onOpen: () => dialogs.open({ name: 'profile', userId: id }) }
      },
      room(name) {
        const found = channelsOf(chat).find((room) => room.name?.toLowerCase() === name)
        return found ? { href: roomPath(found.id), onOpen: () => go(roomPath(found.id)) } : null
      },
      roomAt(following) {
        const text = following.toLowerCase()
        const lengths = channelsOf(chat).flatMap(({ name = '' }) =>
          text.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}_-]/u.test(text.slice(name.length)) ? name.length : [],
        )
        return lengths.length > 0 ? following.slice(0, Math.max(...lengths)) : null
      },
    }),
    [chat, viewer.id, dialogs, message.mentions],
  )
}
