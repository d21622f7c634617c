'use client'

import { Bold, Braces, Code, EyeOff, Italic, Link, List, ListOrdered, Strikethrough, TextQuote } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { say } from '#app/_words/say.ts'
import { fence } from './fences.ts'
import { type Marked, toggleMark } from './format.ts'
import { link } from './links.ts'
import { toggleLines } from './lists.ts'

type Where = { text: string; start: number; end: number }
type Verb = { label: string; keys?: string; icon: ReactNode; change: (where: Where) => Marked }

const around =
  (mark: string) =>
  ({ text, start, end }: Where) =>
    toggleMark(text, start, end, mark)
const before =
  (mark: 'quote' | 'bullet' | 'number') =>
  ({ text, start, end }: Where) =>
    toggleLines(text, start, end, mark)

const SIZE = 15
const verbs = (): Verb[] => [
  { label: say.composing.bold, keys: 'bold', icon: <Bold size={SIZE} />, change: around('**') },
  { label: say.composing.italic, keys: 'italic', icon: <Italic size={SIZE} />, change: around('_') },
  { label: say.composing.strikeThrough, keys: 'strike', icon: <Strikethrough size={SIZE} />, change: around('~~') },
  { label: say.composing.code, keys: 'code', icon: <Code size={SIZE} />, change: around('`') },
  {
    label: say.composing.link,
    keys: 'link',
    icon: <Link size={SIZE} />,
    change: ({ text, start, end }) => link(text, start, end),
  },
  { label: say.composing.quote, keys: 'blockquote', icon: <TextQuote size={SIZE} />, change: before('quote') },
  { label: say.composing.list, keys: 'bulletList', icon: <List size={SIZE} />, change: before('bullet') },
  { label: say.composing.numberedList, keys: 'numberList', icon: <ListOrdered size={SIZE} />, change: before('number') },
  { label: say.composing.blockOfCode, icon: <Braces size={SIZE} />, change: ({ text, start, end }) => fence(text, start, end) },
  { label: say.composing.spoiler, icon: <EyeOff size={SIZE} />, change: around('||') },
]

type Props = { place: () => Where; onChange: (next: Marked) => void; touch: boolean }

/** What Markdown can do, as buttons. On glass it scrolls. */
export function FormatBar({ place, onChange, touch }: Props) {
  return (
    <div role="toolbar" aria-label={say.composing.formatting} className="flex items-center gap-px overflow-x-auto px-1.5 pt-1.5">
      {verbs().map(({ label, keys, icon, change }) => (
        <IconButton
          key={label}
          size={touch ? 'normal' : 'small'}
          label={label}
          keys={keys}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChange(change(place()))}
        >
          {icon}
        </IconButton>
      ))}
    </div>
  )
}
