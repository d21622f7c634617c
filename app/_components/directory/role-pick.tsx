import { say } from '#app/_words/say.ts'
import type { UserRole } from '#protocol/models.ts'

const roles = (): readonly { value: UserRole | ''; words: string }[] => [
  { value: '', words: say.screens.roleAll },
  { value: 'owner', words: say.screens.roleOwner },
  { value: 'admin', words: say.screens.roleAdmin },
  { value: 'moderator', words: say.screens.roleModerator },
  { value: 'member', words: say.screens.roleMember },
  { value: 'guest', words: say.screens.roleGuest },
]

/** Everybody, or those of one role. */
export function RolePick({ role, onChange }: { role: UserRole | null; onChange: (role: UserRole | null) => void }) {
  return (
    <select
      aria-label={say.screens.role}
      value={role ?? ''}
      onChange={(event) => onChange(roles().find(({ value }) => value === event.target.value)?.value || null)}
      className="h-10 shrink-0 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
    >
      {roles().map(({ value, words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  )
}
