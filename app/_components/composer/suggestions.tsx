import { say } from '#app/_words/say.ts'
import type { Suggestion } from './use-completion.tsx'

type Props = {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  onActive: (index: number) => void
  onChoose: (suggestion: Suggestion) => void
}

/** The list above the field, which keeps the focus; keys are handled there. It is said how many there are and how one is taken. */
export function Suggestions({ id, suggestions, active, onActive, onChoose }: Props) {
  const open = suggestions.length > 0
  return (
    <>
      <p role="status" className="sr-only">
        {open ? say.composer.upAndDownToChoose(suggestions.length) : ''}
      </p>
      {open && (
        <div
          id={id}
          role="listbox"
          aria-label={say.composer.suggestions}
          className="absolute inset-x-0 bottom-full z-20 mb-1.5 max-w-lg animate-appear rounded-xl bg-float p-1.5 shadow-float"
        >
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys for the whole list
            <div
              key={suggestion.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => onActive(index)}
              onClick={() => onChoose(suggestion)}
              className="flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 aria-selected:bg-press narrow:h-11"
            >
              {suggestion.line}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

/** What a field says of the list it completes from. */
export const completing = (id: string, open: boolean, active: number) =>
  ({
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': open ? id : undefined,
    'aria-activedescendant': open ? `${id}-${active}` : undefined,
  }) as const
