'use client'

import {
  ArrowDown,
  ArrowUp,
  Bell,
  BellOff,
  Check,
  CheckCheck,
  CircleQuestionMark,
  FolderInput,
  FolderPlus,
  Link,
  LogOut,
  Search,
  Settings,
  Star,
  StarOff,
  UserPlus,
} from 'lucide-react'
import type { RefObject } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { searchIn } from '#app/_components/search/search-in.ts'
import { Menu, MenuItem, MenuLine, MenuMore, MenuRadios } from '#app/_components/ui/menu.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { useNarrow } from '#app/_hooks/media.ts'
import { roomPath, threadPath } from '#app/_hooks/place.ts'
import { useArranged } from '#app/_hooks/rooms.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { homeOf, isCalling } from '#app/_sidebar/arrange.ts'
import { fits, useArranging } from '#app/_sidebar/use-arranging.ts'
import { levelWords } from '#app/_words/notify.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { mayChangeTopic, mayGovern } from './room-view.tsx'
import { useRoomVerbs } from './use-room-verbs.ts'

type Props = {
  room: RoomSummary
  onClose: () => void
  button: RefObject<HTMLElement | null>
  /** In the sidebar, where a room has a place. */
  placed?: boolean
  align?: 'start' | 'end'
}

/** What one can do with a room: the same from the sidebar and from its header. */
export function RoomMenu({ room, onClose, button, placed = false, align = 'end' }: Props) {
  const chat = useChat()
  const dialogs = useDialogs()
  const arranging = useArranging()
  const verbs = useRoomVerbs(room)
  const narrow = useNarrow()
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const sections = useArranged()
  const fallback = useChatState((state) => state.preferences.notify)
  const section = sections.find((one) => one.rooms.some(({ id }) => id === room.id))
  const at = section?.rooms.findIndex(({ id }) => id === room.id) ?? -1
  const channel = room.kind === 'PUBLIC' || room.kind === 'PRIVATE'
  const thread = room.kind === 'THREAD'
  const targets = sections.filter(({ id, isOwn }) => isOwn || id === homeOf(room))
  const level = room.notifyOwn ? room.notify : 'default'

  async function copyLink() {
    const path = room.parent ? threadPath(room.parent.roomId, room.parent.messageId) : roomPath(room.id)
    const copied = await copyText(`${window.location.origin}${path}`)
    void tell(copied ? say.menus.linkCopied : say.menus.theLinkCouldNotBe, copied ? undefined : 'refused')
  }

  return (
    <Menu label={say.menus.room} onClose={onClose} button={button} align={align}>
      {narrow && !placed && (
        <MenuItem icon={<Search size={15} />} onSelect={() => searchIn(room, users, viewer.id)}>
          {say.menus.searchInThisRoom}
        </MenuItem>
      )}
      {isCalling(room) && (
        <MenuItem icon={<CheckCheck size={15} />} onSelect={() => chat.markRead(room.id, room.lastSeq)}>
          {say.menus.markAsRead}
        </MenuItem>
      )}
      {room.unread > 0 && (
        <MenuItem icon={<CircleQuestionMark size={15} />} onSelect={() => dialogs.open({ name: 'why-unread', roomId: room.id })}>
          {say.menus.whyIsThisUnread}
        </MenuItem>
      )}
      {!thread && (
        <MenuItem
          icon={room.favourite ? <StarOff size={15} /> : <Star size={15} />}
          onSelect={() => arranging.setFavourite(room, !room.favourite)}
        >
          {room.favourite ? say.menus.removeFromFavourites : say.menus.addToFavourites}
        </MenuItem>
      )}
      {!thread && (
        <MenuMore icon={<FolderInput size={15} />} label={say.menus.moveToSection}>
          {targets
            .filter((target) => fits(room, target.id))
            .map((target) => (
              <MenuItem
                key={target.id}
                onSelect={() => arranging.put(room, target)}
                hint={target.id === section?.id && <Check size={15} className="text-accent" aria-label={say.menus.itIsThere} />}
              >
                <bdi>{target.title}</bdi>
              </MenuItem>
            ))}
          <MenuLine />
          <MenuItem icon={<FolderPlus size={15} />} onSelect={() => dialogs.open({ name: 'section', roomId: room.id })}>
            {say.menus.newSectionDots}
          </MenuItem>
        </MenuMore>
      )}
      {placed && !thread && section && at > 0 && (
        <MenuItem icon={<ArrowUp size={15} />} onSelect={() => arranging.step(room, section, -1)}>
          {say.menus.moveUp}
        </MenuItem>
      )}
      {placed && !thread && section && at >= 0 && at < section.rooms.length - 1 && (
        <MenuItem icon={<ArrowDown size={15} />} onSelect={() => arranging.step(room, section, 1)}>
          {say.menus.moveDown}
        </MenuItem>
      )}
      {!thread && <MenuLine />}
      <MenuItem
        icon={room.muted ? <Bell size={15} /> : <BellOff size={15} />}
        onSelect={() => arranging.setMuted(room, !room.muted)}
      >
        {room.muted ? say.menus.unmute : say.menus.mute}
      </MenuItem>
      <MenuMore icon={<Bell size={15} />} label={say.menus.notifyMeAbout}>
        <MenuRadios
          label={say.menus.inThisRoom}
          value={level}
          onChange={(chosen) => arranging.setNotify(room, chosen)}
          options={[
            { value: 'default', words: say.menus.asUsual(levelWords()[channel ? fallback : 'all']) },
            { value: 'all', words: levelWords().all },
            { value: 'mentions', words: levelWords().mentions },
            { value: 'none', words: levelWords().none },
          ]}
        />
      </MenuMore>
      <MenuLine />
      {channel && (mayGovern(room) || mayChangeTopic(room)) && (
        <MenuItem icon={<Settings size={15} />} onSelect={() => dialogs.open({ name: 'room-settings', roomId: room.id })}>
          {mayGovern(room) ? say.menus.roomSettingsDots : say.menus.editTopicDots}
        </MenuItem>
      )}
      {channel && !room.archived && (
        <MenuItem icon={<UserPlus size={15} />} onSelect={() => dialogs.open({ name: 'invite', roomId: room.id })}>
          {say.menus.invitePeopleDots}
        </MenuItem>
      )}
      <MenuItem icon={<Link size={15} />} onSelect={() => void copyLink()}>
        {say.menus.copyLink}
      </MenuItem>
      {room.kind !== 'DIRECT' && (
        <MenuItem icon={<LogOut size={15} />} danger={!thread} onSelect={verbs.leave}>
          {thread ? say.menus.stopFollowing : say.menus.leaveRoomDots}
        </MenuItem>
      )}
    </Menu>
  )
}
