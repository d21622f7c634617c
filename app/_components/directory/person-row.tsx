'use client'

import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { PresenceDot } from '#app/_components/ui/presence-dot.tsx'
import { useUser } from '#app/_hooks/chat.tsx'
import { usePresence } from '#app/_hooks/presence.ts'
import { say } from '#app/_words/say.ts'
import type { UserRole } from '#protocol/models.ts'

/** What somebody is here, where that is more or less than a member. */
const roleWords = (): Record<UserRole, string | null> => ({
  owner: say.screens.oneOwner,
  admin: say.screens.oneAdmin,
  moderator: say.screens.oneModerator,
  member: null,
  guest: say.screens.oneGuest,
})

/** Somebody in the directory, who opens as a card. */
export function PersonRow({ userId }: { userId: string }) {
  const dialogs = useDialogs()
  const user = useUser(userId)
  const status = usePresence(userId)
  if (!user) return null
  const role = roleWords()[user.role]
  return (
    <li>
      <button
        type="button"
        onClick={() => dialogs.open({ name: 'profile', userId })}
        className="flex min-h-13 w-full items-center gap-3 rounded-lg px-2 py-1.5 text-start transition-colors duration-120 hover:bg-hover"
      >
        <Avatar user={user} id={userId} size={36} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex items-center gap-2">
            <bdi className="truncate font-medium">{user.displayName}</bdi>
            <PresenceDot status={status} className="size-2" />
          </span>
          <bdi className="truncate text-meta text-soft">@{user.username}</bdi>
        </span>
        {role && <span className="shrink-0 rounded-md bg-hover px-2 text-[0.75rem] leading-5 text-soft">{role}</span>}
      </button>
    </li>
  )
}
