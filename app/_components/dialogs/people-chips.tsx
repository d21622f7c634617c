import { X } from 'lucide-react'
import { say } from '#app/_words/say.ts'
import type { User } from '#protocol/models.ts'

/** People chosen so far, each with a way to take them off again. */
export function PeopleChips({ people, onRemove }: { people: readonly User[]; onRemove: (user: User) => void }) {
  if (people.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-1.5" aria-label={say.dialogs.chosenPeople}>
      {people.map((user) => (
        <li
          key={user.id}
          className="flex items-center gap-1 rounded-md bg-tint py-0.5 ps-2 pe-0.5 text-meta font-medium text-accent"
        >
          <bdi>{user.displayName}</bdi>
          <button
            type="button"
            aria-label={say.dialogs.takeOff(user.displayName)}
            onClick={() => onRemove(user)}
            className="grid size-5 place-items-center rounded hover:bg-press"
          >
            <X size={13} />
          </button>
        </li>
      ))}
    </ul>
  )
}
