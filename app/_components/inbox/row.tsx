'use client'

import type { ReactNode } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'

/** More of a message than its three lines hold. */
export const WORDS_MAX = 600

export type RowVerb = { label: string; icon: ReactNode; run: () => void; isDone?: boolean }
type Props = {
  /** Before the words: who, or what kind. */
  sign: ReactNode
  who: string
  where?: string | undefined
  when: ReactNode
  note?: ReactNode
  text: ReactNode
  isNew?: boolean
  open: (() => void) | null
  verbs: readonly RowVerb[]
}

/** One thing that waits: who, where, when, what, and what can be done with it. */
export function Row({ sign, who, where, when, note, text, isNew = false, open, verbs }: Props) {
  return (
    <li>
      <article
        data-row
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one walks the rows with the keyboard
        tabIndex={0}
        aria-label={[isNew && say.screens.new, who, where && say.screens.in(where)].filter(Boolean).join(', ')}
        className="group/row relative flex gap-3 rounded-lg px-5 py-3 transition-colors duration-120 hover:bg-hover focus-visible:-outline-offset-2 narrow:flex-wrap narrow:gap-y-0 narrow:px-3.5"
      >
        <span className="relative shrink-0 pt-0.5">
          {sign}
          {isNew && <span className="absolute -start-3 top-3.5 size-1.5 rounded-full bg-accent-fill narrow:-start-2.5" />}
        </span>
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <p className="flex flex-wrap items-baseline gap-x-1.5 text-meta text-soft">
            <bdi className={`text-[0.875rem] text-ink ${isNew ? 'font-semibold' : 'font-medium'}`}>{who}</bdi>
            {where && <bdi>{say.screens.in(where)}</bdi>}
            {when}
            {note}
          </p>
          {open === null ? (
            <p className="line-clamp-3 text-soft italic">{text}</p>
          ) : (
            <button
              type="button"
              data-verb="open"
              tabIndex={-1}
              onClick={open}
              dir="auto"
              className="line-clamp-3 text-start break-words whitespace-pre-line before:absolute before:inset-0"
            >
              {text}
            </button>
          )}
        </div>
        <div
          className={`relative flex shrink-0 items-start gap-0.5 self-start opacity-0 transition-opacity duration-120 group-focus-within/row:opacity-100 group-hover/row:opacity-100 narrow:opacity-100 pointer-coarse:opacity-100 ${verbs.length > 1 ? 'narrow:-mb-2 narrow:w-full narrow:gap-3 narrow:ps-8' : ''}`}
        >
          {verbs.map((verb) => (
            <IconButton
              key={verb.label}
              label={verb.label}
              size="small"
              className="narrow:size-11"
              data-verb={verb.isDone ? 'done' : undefined}
              onClick={verb.run}
            >
              {verb.icon}
            </IconButton>
          ))}
        </div>
      </article>
    </li>
  )
}
