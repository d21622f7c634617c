'use client'

import { createContext, useContext } from 'react'
import { EmojiPicture } from '#app/_components/emoji/sign.tsx'
import { tokenize } from './inline-tokens.ts'

/** Who and what the names in a message mean. */
export type Names = {
  /** The account a mention means, when the message really mentions it. */
  mention(username: string): { mine: boolean; onOpen?: (() => void) | undefined } | null
  room(name: string): { href: string; onOpen: () => void } | null
  /** One of the installation's own emoji. */
  emoji(name: string): { id: string; name: string } | null
  /** The longest room's name that a text begins with, as it is written there. */
  roomAt(following: string): string | null
}

/** Where names mean nothing. */
export const unnamed: Names = { mention: () => null, room: () => null, emoji: () => null, roomAt: () => null }
export const NamesContext = createContext<Names>(unnamed)

/** Plain words of a message, with its mentions, rooms and emoji made visible. */
export function Words({ text }: { text: string }) {
  const names = useContext(NamesContext)
  if (!/[@#:]/.test(text)) return text
  return tokenize(text, names.roomAt).map((token, index) => {
    const key = `${index}${token.text}`
    if (token.type === 'mention') {
      const found = names.mention(token.username)
      if (found) return <Mention key={key} text={token.text} {...found} />
    }
    if (token.type === 'room') {
      const found = names.room(token.name)
      if (found) return <RoomName key={key} text={token.text} {...found} />
    }
    if (token.type === 'emoji') {
      const found = names.emoji(token.name)
      if (found) return <EmojiPicture key={key} emoji={found} />
    }
    return token.text
  })
}

function Mention({ text, mine, onOpen }: { text: string; mine: boolean; onOpen?: (() => void) | undefined }) {
  const look = `rounded-[5px] px-[3px] py-px font-medium ${mine ? 'bg-tint-mine text-mine' : 'bg-tint text-accent'}`
  if (!onOpen) return <span className={look}>{text}</span>
  return (
    <button type="button" onClick={onOpen} className={`${look} hover:underline`}>
      {text}
    </button>
  )
}

function RoomName({ text, href, onOpen }: { text: string; href: string; onOpen: () => void }) {
  return (
    <a
      href={href}
      className="font-medium text-accent no-underline hover:underline"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
    >
      {text}
    </a>
  )
}
