'use client'

import { Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { say } from '#app/_words/say.ts'
import { Chip } from './chip.tsx'
import { afterTyping, begunIn, type FieldState } from './field.ts'
import { type Option, useOptions } from './options.tsx'

type Props = {
  field: FieldState
  onField: (field: FieldState) => void
  /** Enter, where nothing is being completed. */
  onEnter: () => void
  /** The arrow down, where nothing is being completed: to the first answer. */
  onDown: () => void
  input: RefObject<HTMLInputElement | null>
}

/** Where one types what to look for. Operators become chips; the list under the field completes them by keyboard or mouse. */
export function SearchField({ field, onField, onEnter, onDown, input }: Props) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const begun = begunIn(field.text)
  const options = useOptions(open ? begun : null)
  const shown = open && options.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text starts without a choice, an operator at its first value
  useEffect(() => setActive(begun?.operator ? 0 : -1), [field.text])

  function choose(option: Option) {
    const before = field.text.slice(0, begun?.at ?? field.text.length)
    if (option.isWhole) onField({ chips: [...field.chips, option.chip], text: before })
    else onField({ ...field, text: before + option.chip })
    setOpen(!option.isWhole)
    input.current?.focus()
  }

  const drop = (index: number) => {
    onField({ ...field, chips: field.chips.filter((_, i) => i !== index) })
    input.current?.focus()
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    const take = () => event.preventDefault()
    const chosen = shown ? options[active] : undefined
    if (event.key === 'Backspace' && event.currentTarget.selectionEnd === 0 && field.chips.length > 0) {
      take()
      drop(field.chips.length - 1)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1
      if (shown) {
        take()
        // Before the first is none: there Enter searches.
        setActive(((active + 1 + by + options.length + 1) % (options.length + 1)) - 1)
      } else if (by > 0) {
        take()
        if (field.text === '' && field.chips.length === 0) setOpen(true)
        else onDown()
      }
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && !event.shiftKey) {
      take()
      choose(chosen)
    } else if (event.key === 'Enter') {
      take()
      setOpen(false)
      onEnter()
    } else if (event.key === 'Escape' && shown) {
      take()
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <div className="relative min-w-0 flex-1">
      <div
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) {
            event.preventDefault()
            input.current?.focus()
          }
        }}
        className="flex min-h-10 cursor-text flex-wrap items-center gap-1.5 rounded-lg border border-line-strong bg-field py-1 ps-3 pe-1 focus-within:border-soft has-focus-visible:outline-2 has-focus-visible:outline-accent narrow:min-h-11"
      >
        <Search size={16} className="me-1 shrink-0 text-soft" aria-hidden="true" />
        {field.chips.map((chip, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same chip may stand there twice
          <Chip key={`${chip} ${index}`} chip={chip} onDrop={() => drop(index)} />
        ))}
        <input
          ref={input}
          role="combobox"
          aria-expanded={shown}
          aria-controls={shown ? `${id}-list` : undefined}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={say.search.searchMessages}
          placeholder={field.chips.length === 0 ? say.search.wordsAPhraseFromInDots : ''}
          value={field.text}
          onChange={(event) => {
            onField(afterTyping(field, event.target.value))
            setOpen(true)
          }}
          onFocus={() => setOpen(field.text !== '')}
          onBlur={() => setOpen(false)}
          onPointerDown={() => setOpen(true)}
          onKeyDown={onKey}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          className="h-7 min-w-24 flex-1 bg-transparent outline-none placeholder:text-soft"
        />
        {(field.text !== '' || field.chips.length > 0) && (
          <button
            type="button"
            aria-label={say.search.clear}
            onClick={() => {
              onField({ chips: [], text: '' })
              input.current?.focus()
            }}
            className="grid size-8 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink narrow:size-9"
          >
            <X size={16} />
          </button>
        )}
      </div>
      {shown && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={say.search.waysToNarrowTheSearch}
          className="absolute inset-x-0 top-full z-20 mt-1.5 max-w-md animate-appear rounded-xl bg-float p-1.5 shadow-float"
        >
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys for the whole list
            <div
              key={option.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(option)}
              className="flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 aria-selected:bg-press narrow:h-11"
            >
              {option.line}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
