'use client'

import { Popover } from 'radix-ui'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type EmojiGroup, loadEmoji, searchEmoji } from './data.ts'
import { keepEmoji, recentEmoji } from './recent.ts'

const COLUMNS = 8
const FOUND_MAX = 120

type Props = {
  onPick: (emoji: string) => void
  onClose: () => void
  returnFocus?: (() => void) | undefined
  /** Which of its edges stands at the button's. */
  align?: 'start' | 'end'
}

/** Opens over whatever it is placed in, which must be positioned. */
export function EmojiPicker({ onPick, onClose, returnFocus, align = 'end' }: Props) {
  const [groups, setGroups] = useState<EmojiGroup[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [query, setQuery] = useState('')
  const grid = useRef<HTMLDivElement>(null)

  useEffect(() => {
    loadEmoji().then(setGroups, () => setFailed(true))
  }, [])

  const shown = useMemo<EmojiGroup[]>(() => {
    if (groups === null) return []
    if (query.trim()) return [{ name: 'found', emoji: searchEmoji(groups, query, FOUND_MAX) }]
    return [{ name: 'recent', emoji: recentEmoji(COLUMNS).map((emoji) => [emoji, 'recent'] as const) }, ...groups]
  }, [groups, query])

  function pick(emoji: string) {
    keepEmoji(emoji)
    onPick(emoji)
    onClose()
  }

  function walk(event: KeyboardEvent) {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : COLUMNS, ArrowUp: -COLUMNS }
    const step = steps[event.key]
    if (step === undefined || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  }

  const first = shown.find((group) => group.emoji.length > 0)?.emoji[0]
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor className="pointer-events-none absolute inset-0" />
      <Popover.Portal>
        <Popover.Content
          role="dialog"
          aria-label="Emoji"
          side="top"
          align={align}
          sideOffset={6}
          collisionPadding={12}
          onKeyDown={walk}
          onCloseAutoFocus={(event) => {
            if (!returnFocus) return
            event.preventDefault()
            returnFocus()
          }}
          className="z-50 flex h-[min(380px,70dvh)] w-[336px] max-w-[calc(100vw-24px)] animate-appear flex-col rounded-xl bg-float shadow-float"
        >
          <div className="p-2.5 pb-1.5">
            <input
              aria-label="Search emoji"
              placeholder="Search emoji"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !first || event.nativeEvent.isComposing) return
                event.preventDefault()
                pick(first[0])
              }}
              className="h-9 w-full rounded-lg border border-line-strong bg-field px-3 text-[0.875rem] placeholder:text-soft"
            />
          </div>
          <div ref={grid} className="flex-1 overflow-y-auto px-2.5 pb-2.5">
            {failed && <p className="p-6 text-center text-meta text-soft">The emoji could not be loaded. Close and try again.</p>}
            {shown.map((group) => (
              <EmojiGrid key={group.name} group={group} onPick={pick} />
            ))}
            {groups !== null && !first && <p className="p-6 text-center text-meta text-soft">No emoji is called “{query}”.</p>}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function EmojiGrid({ group, onPick }: { group: EmojiGroup; onPick: (emoji: string) => void }) {
  if (group.emoji.length === 0) return null
  return (
    <section
      aria-label={group.name}
      style={{ contentVisibility: 'auto', containIntrinsicSize: `auto ${28 + Math.ceil(group.emoji.length / COLUMNS) * 39}px` }}
    >
      <h3 className="px-1 pt-2.5 pb-1 text-[0.75rem] font-medium text-soft first-letter:uppercase">{group.name}</h3>
      <div className="grid grid-cols-8">
        {group.emoji.map(([emoji, names]) => (
          <button
            key={emoji}
            type="button"
            aria-label={names === 'recent' ? emoji : (names.split(' ')[0] ?? emoji).replaceAll('_', ' ')}
            onClick={() => onPick(emoji)}
            className="grid aspect-square place-items-center rounded-md text-[1.375rem] leading-none hover:bg-hover focus-visible:bg-press"
          >
            {emoji}
          </button>
        ))}
      </div>
    </section>
  )
}
