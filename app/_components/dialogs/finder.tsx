'use client'

import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

type Props<Item> = {
  label: string
  placeholder: string
  query: string
  onQuery: (query: string) => void
  items: readonly Item[]
  keyOf: (item: Item) => string
  draw: (item: Item) => ReactNode
  onChoose: (item: Item) => void
  /** The first item is still of what was typed before: whoever presses Enter now is given the first one of what comes. */
  stale?: boolean
  /** What to say when there is nothing; null while it is being looked for. */
  nothing: string | null
  before?: ReactNode
}

/** A field with a list under it: arrows walk, Enter chooses, the mouse does as well. */
export function Finder<Item>(props: Props<Item>) {
  const { label, placeholder, query, onQuery, items, keyOf, draw, onChoose, stale = false, nothing, before } = props
  const [active, setActive] = useState(0)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  /** What was typed when Enter was pressed, while that is still looked for. */
  const [entered, setEntered] = useState<string | null>(null)
  const at = Math.min(active, Math.max(0, items.length - 1))

  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at its first answer
  useEffect(() => {
    setActive(0)
    setEntered(null)
  }, [query])
  // biome-ignore lint/correctness/useExhaustiveDependencies: chooses once, when the list has come
  useEffect(() => {
    if (stale || entered !== query) return
    setEntered(null)
    if (items[0] !== undefined) onChoose(items[0])
  }, [stale, entered])
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the active item
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) {
      event.preventDefault()
      setActive((at + step + items.length) % items.length)
      setEntered(null)
    }
    if (event.key !== 'Enter') return
    const item = items[at]
    // What was walked to is meant as it is shown.
    if (stale && at === 0) {
      event.preventDefault()
      setEntered(query)
    } else if (item !== undefined) {
      event.preventDefault()
      onChoose(item)
    }
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-2 border-b border-line px-5 py-3">
        {before}
        <div className="flex items-center gap-2.5">
          <Search size={17} className="shrink-0 text-soft" aria-hidden="true" />
          <input
            // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type here
            autoFocus
            data-on-open
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
            aria-autocomplete="list"
            aria-label={label}
            placeholder={placeholder}
            value={query}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={onKey}
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            className="h-7 min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
          />
        </div>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-busy={stale}
        className="h-80 min-h-24 overflow-y-auto p-2"
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys for the whole list
          <div
            key={keyOf(item)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            onClick={() => onChoose(item)}
            onPointerMove={() => setActive(index)}
            className="flex h-10 cursor-pointer items-center gap-2.5 rounded-lg px-3 aria-selected:bg-press"
          >
            {draw(item)}
          </div>
        ))}
        {items.length === 0 && nothing !== null && (
          <p className="px-3 py-8 text-center text-meta text-soft" dir="auto">
            {nothing}
          </p>
        )}
      </div>
    </div>
  )
}
