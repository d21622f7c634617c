'use client'

import { ALargeSmall, BadgeCheck, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'

type Props = {
  touch: boolean
  /** Whether the buttons that format are shown. */
  formats: boolean
  onFormats: () => void
  onEmoji: (emoji: string) => void
  onDone: () => void
  /** Whether readers are asked to confirm; null where they can't be. */
  asks: boolean | null
  onAsk: () => void
}

/** The buttons under the field. */
export function Tools({ touch, formats, onFormats, onEmoji, onDone, asks, onAsk }: Props) {
  const [picking, setPicking] = useState(false)
  const size = touch ? 'normal' : 'small'
  return (
    <>
      <IconButton
        size={size}
        label="Formatting"
        pressed={formats}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onFormats}
      >
        <ALargeSmall size={touch ? 21 : 17} />
      </IconButton>
      <span className="relative">
        <IconButton size={size} label="Emoji" aria-haspopup="dialog" aria-expanded={picking} onClick={() => setPicking(true)}>
          <SmilePlus size={touch ? 19 : 15} />
        </IconButton>
        {picking && <LazyEmojiPicker onPick={onEmoji} onClose={() => setPicking(false)} returnFocus={onDone} align="start" />}
      </span>
      {asks !== null && (
        <IconButton size={size} label="Ask for confirmation" pressed={asks} onClick={onAsk}>
          <BadgeCheck size={touch ? 19 : 16} />
        </IconButton>
      )}
    </>
  )
}
