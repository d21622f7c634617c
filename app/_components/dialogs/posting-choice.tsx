import { say } from '#app/_words/say.ts'
import type { RoomPosting } from '#protocol/models.ts'

const choices = (): { value: RoomPosting; title: string; text: string }[] => [
  { value: 'everybody', title: say.dialogs.everybody, text: say.dialogs.allMembersWriteHere },
  { value: 'threads', title: say.dialogs.announcements, text: say.dialogs.ownersAndModeratorsWriteHere },
  { value: 'moderators', title: say.dialogs.announcementsOnly, text: say.dialogs.ownersAndModeratorsWriteHere2 },
]

/** Who may write in a room. */
export function PostingChoice({ value }: { value: RoomPosting }) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-meta font-medium">{say.dialogs.whoMayWrite}</legend>
      {choices().map((choice) => (
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
