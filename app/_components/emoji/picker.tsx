'use client'

import { Popover } from 'radix-ui'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { direction, say } from '#app/_words/say.ts'
import type { CustomEmoji } from '#protocol/models.ts'
import { type Emoji, type EmojiGroup, loadEmoji, searchEmoji } from './data.ts'
import { COLUMNS, EmojiGrid } from './grid.tsx'
import { keepEmoji } from './recent.ts'
import { SkinTones } from './skin-tones.tsx'
import { savedTone, saveTone, withTone } from './tones.ts'
import { useRecentEmoji } from './use-recent.ts'

const FOUND_MAX = 120

type Props = {
  onPick: (emoji: string) => void
  onClose: () => void
  returnFocus?: (() => void) | undefined
  /** Which of its edges stands at the button's. */
  align?: 'start' | 'end'
}

const asEmoji = ({ name }: CustomEmoji): Emoji => [`:${name}:`, name]

/** Opens over whatever it is placed in, which must be positioned. */
export function EmojiPicker({ onPick, onClose, returnFocus, align = 'end' }: Props) {
  const dialogs = useDialogs()
  const own = useChatState((state) => state.emoji)
  const [groups, setGroups] = useState<EmojiGroup[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [query, setQuery] = useState('')
  /** Enter was pressed before the emoji came: the first one of what was typed is meant. */
  const [entered, setEntered] = useState(false)
  const [tone, setTone] = useState(savedTone)
  const used = useRecentEmoji(COLUMNS * 2).join(' ')
  const grid = useRef<HTMLDivElement>(null)

  useEffect(() => {
    loadEmoji().then(setGroups, () => setFailed(true))
  }, [])

  const shown = useMemo<EmojiGroup[]>(() => {
    const toned = (group: EmojiGroup): EmojiGroup => ({
      ...group,
      emoji: group.emoji.map(([sign, names, words]) => [withTone(sign, tone), names, words ?? '']),
    })
    if (query.trim()) {
      const named = bestMatches(own, query.trim(), ({ name }) => [name], FOUND_MAX).map(asEmoji)
      const found = searchEmoji(groups ?? [], query, FOUND_MAX)
      return [toned({ name: 'found', emoji: [...named, ...found] })]
    }
    return [
      { name: 'recent', emoji: used.split(' ').map((emoji) => [emoji, emoji] as const) },
      { name: 'custom', emoji: own.map(asEmoji) },
      ...(groups ?? []).map(toned),
    ]
  }, [groups, own, query, tone, used])

  function pick(emoji: string) {
    keepEmoji(emoji)
    onPick(emoji)
    onClose()
  }

  function walk(event: KeyboardEvent) {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const towards = direction() === 'rtl' ? -1 : 1
    const steps: Record<string, number> = {
      ArrowRight: towards,
      ArrowLeft: -towards,
      ArrowDown: at < 0 ? 1 : COLUMNS,
      ArrowUp: -COLUMNS,
    }
    const step = steps[event.key]
    const isTone = document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'radio'
    if (step === undefined || isTone || (at < 0 && event.key !== 'ArrowDown')) return
    event.preventDefault()
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
  }

  const first = shown.find((group) => group.emoji.length > 0)?.emoji[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: picks once, when the emoji have come
  useEffect(() => {
    if (entered && groups !== null && first) pick(first[0])
  }, [groups])
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor className="pointer-events-none absolute inset-0" />
      <Popover.Portal>
        <Popover.Content
          role="dialog"
          aria-label={say.emoji.emoji}
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
          className="z-50 flex h-[min(400px,70dvh)] w-[336px] max-w-[calc(100vw-24px)] animate-appear flex-col rounded-xl bg-float shadow-float"
        >
          <div className="p-2.5 pb-1.5">
            <input
              aria-label={say.emoji.searchEmoji}
              placeholder={say.emoji.searchEmoji}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setEntered(false)
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                if (groups === null && query.trim()) setEntered(true)
                else if (first) pick(first[0])
              }}
              className="h-9 w-full rounded-lg border border-line-strong bg-field px-3 text-[0.875rem] placeholder:text-soft"
            />
          </div>
          <div ref={grid} className="flex-1 overflow-y-auto px-2.5 pb-2.5">
            {failed && <p className="p-6 text-center text-meta text-soft">{say.emoji.theEmojiCouldNotBe}</p>}
            {shown.map((group) => (
              <EmojiGrid key={group.name} group={group} onPick={pick} />
            ))}
            {groups !== null && !first && (
              <p className="p-6 text-center text-meta text-soft">{say.emoji.noEmojiIsCalled(query)}</p>
            )}
          </div>
          <div className="flex items-center justify-between gap-2 border-t border-line px-2.5 py-1.5">
            <SkinTones
              tone={tone}
              onTone={(next) => {
                saveTone(next)
                setTone(next)
              }}
            />
            <button
              type="button"
              onClick={() => {
                onClose()
                dialogs.open({ name: 'custom-emoji' })
              }}
              className="rounded-md px-2 py-1 text-meta text-soft hover:bg-hover hover:text-ink"
            >
              {say.emoji.addYourOwn}
            </button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
