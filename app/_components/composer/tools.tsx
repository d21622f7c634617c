'use client'

import { ALargeSmall, BadgeCheck, Paperclip, SmilePlus } from 'lucide-react'
import { useRef, useState } from 'react'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { say } from '#app/_words/say.ts'

type Props = {
  touch: boolean
  /** Whether the buttons that format are shown. */
  formats: boolean
  onFormats: () => void
  onFiles: (files: readonly File[]) => void
  /** Whether the keys that attach files are meant for this one. */
  isMine: () => boolean
  onEmoji: (emoji: string) => void
  onDone: () => void
  /** Whether readers are asked to confirm; null where they can't be. */
  asks: boolean | null
  onAsk: () => void
}

/** The buttons under the field. */
export function Tools({ touch, formats, onFormats, onFiles, isMine, onEmoji, onDone, asks, onAsk }: Props) {
  const [picking, setPicking] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  useShortcuts({
    attachFiles(event) {
      if (!isMine()) return
      event.preventDefault()
      chooser.current?.click()
    },
  })
  const size = touch ? 'normal' : 'small'
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={say.composer.filesToAttach}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // The same file may be chosen again.
          currentTarget.value = ''
        }}
      />
      <IconButton size={size} label={say.composer.attachFiles} keys="attachFiles" onClick={() => chooser.current?.click()}>
        <Paperclip size={touch ? 19 : 15} />
      </IconButton>
      <IconButton
        size={size}
        label={say.composer.formatting}
        pressed={formats}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onFormats}
      >
        <ALargeSmall size={touch ? 21 : 17} />
      </IconButton>
      <span className="relative">
        <IconButton
          size={size}
          label={say.composer.emoji}
          aria-haspopup="dialog"
          aria-expanded={picking}
          onClick={() => setPicking(true)}
        >
          <SmilePlus size={touch ? 19 : 15} />
        </IconButton>
        {picking && <LazyEmojiPicker onPick={onEmoji} onClose={() => setPicking(false)} returnFocus={onDone} align="start" />}
      </span>
      {asks !== null && (
        <IconButton size={size} label={say.composer.askForConfirmation} pressed={asks} onClick={onAsk}>
          <BadgeCheck size={touch ? 19 : 16} />
        </IconButton>
      )}
    </>
  )
}
