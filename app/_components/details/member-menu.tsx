'use client'

import { Crown, User as Person, Shield, UserMinus } from 'lucide-react'
import type { RefObject } from 'react'
import { Menu, MenuItem, MenuLine } from '#app/_components/ui/menu.tsx'
import { say } from '#app/_words/say.ts'
import type { RoomRole } from '#protocol/models.ts'

type Props = {
  name: string
  role: RoomRole
  /** Null where the roles are not this person's business. */
  onRole: ((role: RoomRole) => void) | null
  onRemove: (() => void) | null
  onClose: () => void
  button: RefObject<HTMLElement | null>
}

const roles = (): { role: RoomRole; words: string; icon: typeof Crown }[] => [
  { role: 'owner', words: say.details.makeOwner, icon: Crown },
  { role: 'moderator', words: say.details.makeModerator, icon: Shield },
  { role: 'member', words: say.details.makePlainMember, icon: Person },
]

/** What who governs a room can do about one of its members. */
export function MemberMenu({ name, role, onRole, onRemove, onClose, button }: Props) {
  return (
    <Menu label={name} onClose={onClose} button={button}>
      {onRole &&
        roles()
          .filter((one) => one.role !== role)
          .map(({ role: to, words, icon: Icon }) => (
            <MenuItem key={to} icon={<Icon size={15} />} onSelect={() => onRole(to)}>
              {words}
            </MenuItem>
          ))}
      {onRole && onRemove && <MenuLine />}
      {onRemove && (
        <MenuItem icon={<UserMinus size={15} />} danger onSelect={onRemove}>
          {say.details.removeFromTheRoomDots}
        </MenuItem>
      )}
    </Menu>
  )
}
