import { say } from '#app/_words/say.ts'
import { parseSearch } from '#protocol/search.ts'
import { type FieldState, isBestFirst, toQuery } from './field.ts'

type Props = { field: FieldState; onChoose: (bestFirst: boolean) => void }

/** In which order what was found stands. Without words nothing fits better than anything else. */
export function Order({ field, onChoose }: Props) {
  const hasWords = parseSearch(toQuery(field)).parts.some((part) => part.kind === 'term' && !part.not)
  if (!hasWords) return null
  const best = isBestFirst(field)
  return (
    <fieldset aria-label={say.search.order} className="mb-1 flex items-center gap-1 self-end px-3 text-meta">
      <Choice label={say.search.newest} pressed={!best} onPress={() => onChoose(false)} />
      <Choice label={say.search.bestMatch} pressed={best} onPress={() => onChoose(true)} />
    </fieldset>
  )
}

function Choice({ label, pressed, onPress }: { label: string; pressed: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className="h-7 rounded-md px-2 text-soft hover:bg-hover hover:text-ink aria-pressed:bg-press aria-pressed:font-medium aria-pressed:text-ink narrow:h-11 narrow:px-3"
    >
      {label}
    </button>
  )
}
