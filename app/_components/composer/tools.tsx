'use client'

import { BadgeCheck, Bold, Code, Italic, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'

type Props = {
  touch: boolean
  onMark: (mark: string) => void
  onEmoji: (emoji: string) => void
  onDone: () => void
  /** Whether readers are asked to confirm; null where they can't be. */
  asks: boolean | null
  onAsk: () => void
}

/** The buttons under the field. A keyboard on glass leaves room for what it can't type only. */
export function Tools({ touch, onMark, onEmoji, onDone, asks, onAsk }: Props) {
  const [picking, setPicking] = useState(false)
  return (
    <>
      {!touch && (
        <>
          <IconButton size="small" label="Bold" keys="bold" onClick={() => onMark('**')}>
            <Bold size={15} />
          </IconButton>
          <IconButton size="small" label="Italic" keys="italic" onClick={() => onMark('_')}>
            <Italic size={15} />
          </IconButton>
          <IconButton size="small" label="Code" keys="code" onClick={() => onMark('`')}>
            <Code size={15} />
          </IconButton>
        </>
      )}
      <span className="relative">
        <IconButton
          size={touch ? 'normal' : 'small'}
          label="Emoji"
          aria-haspopup="dialog"
          aria-expanded={picking}
          onClick={() => setPicking(true)}
        >
          <SmilePlus size={touch ? 19 : 15} />
        </IconButton>
        {picking && <LazyEmojiPicker onPick={onEmoji} onClose={() => setPicking(false)} returnFocus={onDone} align="start" />}
      </span>
      {asks !== null && (
        <IconButton size={touch ? 'normal' : 'small'} label="Ask for confirmation" pressed={asks} onClick={onAsk}>
          <BadgeCheck size={touch ? 19 : 16} />
        </IconButton>
      )}
    </>
  )
}
