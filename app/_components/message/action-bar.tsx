'use client'

import { Ellipsis } from 'lucide-react'
import { useRef } from 'react'
import { LazyEmojiPicker } from '#app/_components/emoji/lazy-picker.tsx'
import { EmojiSign } from '#app/_components/emoji/sign.tsx'
import { useRecentEmoji } from '#app/_components/emoji/use-recent.ts'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'
import type { MessageActions } from './use-message-actions.tsx'

const MessageMenu = fetched(() => import('./message-menu.tsx').then((module) => module.MessageMenu))

type Props = { actions: MessageActions; open: 'menu' | 'emoji' | null; onOpen: (open: 'menu' | 'emoji' | null) => void }

/** At the upper right of a row on hover or focus: what is done most, and the rest behind three dots. It moves nothing. */
export function ActionBar({ actions, open, onOpen }: Props) {
  const more = useRef<HTMLButtonElement>(null)
  const { react } = actions
  const recent = useRecentEmoji(3)
  const direct = actions.list.filter((action) => action.id === 'react' || action.id === 'thread' || action.id === 'quote')
  return (
    <div
      role="toolbar"
      aria-label={say.message.messageActions}
      className="absolute end-4 -top-4 z-10 flex animate-appear gap-px rounded-lg bg-float p-0.5 shadow-float"
    >
      {react &&
        recent.map((emoji) => (
          <IconButton
            key={emoji}
            size="small"
            label={say.message.reactWith(emoji)}
            onClick={() => react(emoji)}
            className="text-[0.9375rem]"
          >
            <EmojiSign emoji={emoji} />
          </IconButton>
        ))}
      {direct.map((action) => (
        <IconButton key={action.id} size="small" label={action.label} keys={action.id} onClick={action.run}>
          {action.icon}
        </IconButton>
      ))}
      <span className="relative">
        <IconButton
          ref={more}
          size="small"
          label={say.message.moreActions}
          aria-haspopup="menu"
          aria-expanded={open === 'menu'}
          onClick={() => onOpen('menu')}
        >
          <Ellipsis size={16} />
        </IconButton>
        {open === 'menu' && (
          <MessageMenu
            actions={actions.list.filter((action) => !direct.includes(action))}
            button={more}
            onClose={() => onOpen(null)}
          />
        )}
        {open === 'emoji' && react && (
          <LazyEmojiPicker
            onPick={react}
            onClose={() => onOpen(null)}
            returnFocus={() => more.current?.closest<HTMLElement>('article')?.focus()}
          />
        )}
      </span>
    </div>
  )
}
