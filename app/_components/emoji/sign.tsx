'use client'

import { useChatState } from '#app/_hooks/chat.tsx'
import { emojiImagePath } from '#protocol/http.ts'
import type { CustomEmoji } from '#protocol/models.ts'

const NAMED = /^:([a-z0-9][a-z0-9_+-]{1,31}):$/

/** An emoji as it is drawn: a picture where it is one of the installation's own, else the sign or the words it is. */
export function EmojiSign({ emoji }: { emoji: string }) {
  const name = NAMED.exec(emoji)?.[1]
  const own = useChatState((state) => (name === undefined ? undefined : state.emoji.find((one) => one.name === name)))
  return own ? <EmojiPicture emoji={own} /> : emoji
}

/** As high as the line it stands in. */
export function EmojiPicture({ emoji }: { emoji: Pick<CustomEmoji, 'id' | 'name'> }) {
  return (
    // biome-ignore lint/performance/noImgElement: a picture of a few kilobytes, kept for ever by the browser
    <img
      src={emojiImagePath(emoji.id)}
      alt={`:${emoji.name}:`}
      title={`:${emoji.name}:`}
      draggable={false}
      className="inline-block h-[1.375em] w-auto max-w-[4em] object-contain align-[-0.3em]"
    />
  )
}
