import type { RoomPosting } from '#protocol/models.ts'

const choices: { value: RoomPosting; title: string; text: string }[] = [
  { value: 'everybody', title: 'Everybody', text: 'All members write here.' },
  { value: 'threads', title: 'Announcements', text: 'Owners and moderators write here; everybody replies in threads.' },
  { value: 'moderators', title: 'Announcements only', text: 'Owners and moderators write here, also in threads.' },
]

/** Who may write in a room. */
export function PostingChoice({ value }: { value: RoomPosting }) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-meta font-medium">Who may write</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-3 rounded-lg border border-line-strong px-3 py-2 transition-colors duration-120 hover:bg-hover has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input type="radio" name="posting" value={choice.value} defaultChecked={choice.value === value} className="sr-only" />
          <span className="flex flex-col">
            <span className="text-[0.875rem] font-medium">{choice.title}</span>
            <span className="text-meta text-soft">{choice.text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
