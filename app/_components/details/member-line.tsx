'use client'

import { Ellipsis } from 'lucide-react'
import { useRef, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { StatusMark } from '#app/_components/people/status-mark.tsx'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { usePresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { RoomRole, RoomSummary, User } from '#protocol/models.ts'

const MemberMenu = fetched(() => import('./member-menu.tsx').then((module) => module.MemberMenu), 'details')

const roleWords = (): Record<RoomRole, string | undefined> => ({
  owner: say.details.owner,
  moderator: say.details.moderator,
  member: undefined,
})
const rank: Record<RoomRole, number> = { owner: 2, moderator: 1, member: 0 }

/** One member of a room, with what one may do about them. */
export function MemberLine({ room, user, role }: { room: RoomSummary; user: User; role: RoomRole }) {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  const presence = usePresence(user.id)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isChannel = room.kind !== 'DIRECT'
  const mayRole = isChannel && room.role === 'owner'
  const mayKick = isChannel && mayGovern(room) && user.id !== viewer.id && rank[role] < rank[room.role ?? 'member']

  const setRole = (to: RoomRole) =>
    void chat.setRole(room.id, user.id, to).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
  /** What one can't take back alone is asked first. */
  function askRole(to: RoomRole) {
    if (to !== 'owner' && user.id !== viewer.id) return setRole(to)
    dialogs.open({
      name: 'confirm',
      title: to === 'owner' ? say.details.makeAnOwner(user.displayName) : say.details.stopBeingAnOwner,
      text: to === 'owner' ? say.details.anOwnerMayDoEverything : say.details.onlyAnotherOwnerCanMake,
      action: to === 'owner' ? say.details.makeOwner : say.details.stopBeingAnOwner2,
      run: () => chat.setRole(room.id, user.id, to),
    })
  }
  const askKick = () =>
    dialogs.open({
      name: 'confirm',
      title: say.details.remove(user.displayName),
      text: room.kind === 'PRIVATE' ? say.details.theyCanComeBackOnly : say.details.theyCanJoinAgainUnless,
      action: say.details.remove2,
      danger: true,
      run: () => chat.kick(room.id, user.id),
    })

  return (
    <li className="group/member relative flex items-center rounded-md hover:bg-hover">
      <button
        type="button"
        onClick={() => dialogs.open({ name: 'profile', userId: user.id })}
        className="flex h-10 min-w-0 flex-1 items-center px-2 text-start narrow:h-12"
      >
        <PersonLine user={user} presence={presence} note={roleWords()[role]}>
          <StatusMark userId={user.id} />
        </PersonLine>
      </button>
      {(mayRole || mayKick) && (
        <IconButton
          ref={button}
          size="small"
          label={say.details.menuFor(user.displayName)}
          aria-haspopup="menu"
          aria-expanded={open}
          onClick={() => setOpen(true)}
          className="me-1 opacity-0 group-focus-within/member:opacity-100 group-hover/member:opacity-100 aria-expanded:opacity-100 narrow:opacity-100"
        >
          <Ellipsis size={16} />
        </IconButton>
      )}
      {open && (
        <MemberMenu
          name={user.displayName}
          role={role}
          onRole={mayRole ? askRole : null}
          onRemove={mayKick ? askKick : null}
          onClose={() => setOpen(false)}
          button={button}
        />
      )}
    </li>
  )
}
