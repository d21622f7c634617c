'use client'

import { memo, useMemo, useState } from 'react'
import { actionOf } from '#app/_components/composer/slash/commands.ts'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { useChat, useChatState, useUser } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { areOwnEmoji, isEmojiOnly } from '#app/_markdown/inline-tokens.ts'
import { type Names, NamesContext } from '#app/_markdown/words.tsx'
import { say } from '#app/_words/say.ts'
import type { Chat } from '#client/index.ts'
import type { Message } from '#protocol/models.ts'
import { cardsOf } from './cards.ts'
import { Drawn } from './drawn.tsx'
import { Edited } from './edited.tsx'

const MessageCard = fetched(() => import('./message-card.tsx').then((module) => module.MessageCard))

/** Longer messages are folded until one wants to read on. */
const FOLD_OVER_CHARS = 3_000
const FOLD_OVER_LINES = 40

/** The words of a message, with its Markdown drawn and its mentions visible, and the messages it links to. */
export const Body = memo(function Body({ message }: { message: Message }) {
  const [whole, setWhole] = useState(false)
  const action = actionOf(message.body)
  const body = action ?? message.body
  const long = body.length > FOLD_OVER_CHARS || body.split('\n', FOLD_OVER_LINES + 1).length > FOLD_OVER_LINES
  const names = useNames(message)
  const own = useChatState((state) => state.emoji)
  const big =
    isEmojiOnly(body) || (areOwnEmoji(body) && body.match(/[a-z0-9_+-]+/g)?.every((name) => own.some((one) => one.name === name)))
  const cards = useMemo(() => (typeof window === 'undefined' ? [] : cardsOf(body, window.location.origin)), [body])
  return (
    <NamesContext value={names}>
      {(body !== '' || message.editedAt !== undefined) && (
        <div className={long && !whole ? 'max-h-96 overflow-hidden mask-b-from-80%' : ''}>
          <div className={`md ${big ? 'text-[2rem] leading-10' : ''} ${action === null ? '' : 'md-action'}`} dir="auto">
            {action !== null && <Actor id={message.authorId} />}
            <Drawn source={body} />
            {message.editedAt !== undefined && <Edited message={message} at={message.editedAt} />}
          </div>
        </div>
      )}
      {long && (
        <button
          type="button"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
          className="mt-1 rounded text-meta font-medium text-accent hover:underline"
        >
          {whole ? say.message.showLess : say.message.showAll}
        </button>
      )}
      {cards.map((card) => (
        <MessageCard key={`${card.roomId}${card.seq}`} {...card} />
      ))}
    </NamesContext>
  )
})

/** Who does what the message says. */
function Actor({ id }: { id: string }) {
  const user = useUser(id)
  return (
    <>
      <bdi className="font-semibold">{user?.displayName ?? say.message.somebody}</bdi>{' '}
    </>
  )
}

const channelsOf = (chat: Chat) =>
  Object.values(chat.getState().rooms).filter((room) => room.name && (room.kind === 'PUBLIC' || room.kind === 'PRIVATE'))

/** What names in this message mean: those the server resolved when it was written, and rooms one is in. */
function useNames(message: Message): Names {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  const own = useChatState((state) => state.emoji)
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
      emoji: (name) => own.find((one) => one.name === name) ?? null,
      roomAt(following) {
        const text = following.toLowerCase()
        const lengths = channelsOf(chat).flatMap(({ name = '' }) =>
          text.startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}_-]/u.test(text.slice(name.length)) ? name.length : [],
        )
        return lengths.length > 0 ? following.slice(0, Math.max(...lengths)) : null
      },
    }),
    [chat, viewer.id, dialogs, message.mentions, own],
  )
}
