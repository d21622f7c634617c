import { say } from '#app/_words/say.ts'
import type { EmojiGroup } from './data.ts'
import { EmojiSign } from './sign.tsx'

export const COLUMNS = 8

/** What a group of the set is called in the reader's language. */
const titleOf = (name: string): string =>
  ({
    found: say.emoji.found,
    recent: say.emoji.recent,
    custom: say.emoji.custom,
    'smileys & emotion': say.emoji.smileys,
    'people & body': say.emoji.people,
    'animals & nature': say.emoji.animals,
    'food & drink': say.emoji.food,
    'travel & places': say.emoji.travel,
    activities: say.emoji.activities,
    objects: say.emoji.objects,
    symbols: say.emoji.symbols,
    flags: say.emoji.flags,
  })[name] ?? name

const labelOf = (emoji: string, names: string) => (names === emoji ? emoji : (names.split(' ')[0] ?? emoji).replaceAll('_', ' '))

/** A group of the picker: a heading and rows of eight. */
export function EmojiGrid({ group, onPick }: { group: EmojiGroup; onPick: (emoji: string) => void }) {
  if (group.emoji.length === 0) return null
  return (
    <section
      aria-label={titleOf(group.name)}
      style={{ contentVisibility: 'auto', containIntrinsicSize: `auto ${28 + Math.ceil(group.emoji.length / COLUMNS) * 39}px` }}
    >
      <h3 className="px-1 pt-2.5 pb-1 text-[0.75rem] font-medium text-soft first-letter:uppercase">{titleOf(group.name)}</h3>
      <div className="grid grid-cols-8">
        {group.emoji.map(([emoji, names]) => (
          <button
            key={emoji}
            type="button"
            aria-label={labelOf(emoji, names)}
            onClick={() => onPick(emoji)}
            className="grid aspect-square place-items-center overflow-hidden rounded-md text-[1.375rem] leading-none hover:bg-hover focus-visible:bg-press"
          >
            <EmojiSign emoji={emoji} />
          </button>
        ))}
      </div>
    </section>
  )
}
