'use client'

import {
  Bell,
  Contact,
  Contrast,
  Keyboard,
  LogOut,
  Megaphone,
  Monitor,
  Moon,
  Network,
  Settings,
  Smile,
  SmilePlus,
  Sun,
  TextSearch,
  Users,
} from 'lucide-react'
import type { RefObject } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { Keycaps } from '#app/_components/ui/keycaps.tsx'
import { Menu, MenuItem, MenuLine, MenuMore, MenuRadios } from '#app/_components/ui/menu.tsx'
import { PresenceDot } from '#app/_components/ui/presence-dot.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useMe } from '#app/_hooks/chat.tsx'
import { go, settingsPath } from '#app/_hooks/place.ts'
import { usePresence } from '#app/_hooks/presence.ts'
import { useSignOut } from '#app/_hooks/sign-out.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import type { Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { PresenceChoice } from '#protocol/models.ts'

const statuses = () =>
  [
    { value: 'online', words: say.menus.online, icon: <PresenceDot key="o" status="online" /> },
    { value: 'away', words: say.menus.away, icon: <PresenceDot key="a" status="away" /> },
    { value: 'dnd', words: say.menus.doNotDisturb, icon: <PresenceDot key="d" status="dnd" /> },
    { value: 'invisible', words: say.menus.invisible, icon: <PresenceDot key="i" status="offline" /> },
  ] as const

const themeOptions = () =>
  [
    { value: 'system', words: say.menus.asTheDevice, icon: <Monitor key="s" size={15} /> },
    { value: 'light', words: say.menus.light, icon: <Sun key="l" size={15} /> },
    { value: 'dark', words: say.menus.dark, icon: <Moon key="d" size={15} /> },
    { value: 'contrast', words: say.menus.highContrast, icon: <Contrast key="c" size={15} /> },
  ] as const

type Props = { theme: Theme; onTheme: (theme: Theme) => void; onClose: () => void; button: RefObject<HTMLButtonElement | null> }

export function MeMenu({ theme, onTheme, onClose, button }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const { role } = useMe() ?? viewer
  const dialogs = useDialogs()
  const signOut = useSignOut()
  const status = usePresence(viewer.id)

  async function choose(wanted: PresenceChoice) {
    try {
      await chat.setPresence({ status: wanted })
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  return (
    <Menu label={say.menus.you} onClose={onClose} button={button} side="top" align="start">
      <MenuRadios
        label={say.menus.status}
        value={status === 'offline' ? 'invisible' : status}
        onChange={choose}
        options={statuses()}
      />
      <MenuItem icon={<SmilePlus size={15} />} onSelect={() => dialogs.open({ name: 'status' })}>
        {say.menus.setAStatusDots}
      </MenuItem>
      <MenuLine />
      {(role === 'owner' || role === 'admin') && (
        <MenuItem icon={<Megaphone size={15} />} onSelect={() => dialogs.open({ name: 'tell-everybody' })}>
          {say.menus.tellEverybodyDots}
        </MenuItem>
      )}
      <MenuMore icon={<Contrast size={15} />} label={say.menus.appearance}>
        <MenuRadios
          label={say.menus.colours}
          value={theme}
          onChange={(chosen) => {
            onTheme(chosen)
            saveTheme(chosen)
          }}
          options={themeOptions()}
        />
      </MenuMore>
      <MenuItem icon={<Bell size={15} />} onSelect={() => go(settingsPath('notifications'))}>
        {say.menus.notifications}
      </MenuItem>
      <MenuItem icon={<Settings size={15} />} onSelect={() => go(settingsPath())}>
        {say.menus.settings}
      </MenuItem>
      <MenuItem icon={<Contact size={15} />} onSelect={() => go('/people')}>
        {say.menus.people}
      </MenuItem>
      <MenuItem icon={<Users size={15} />} onSelect={() => dialogs.open({ name: 'groups' })}>
        {say.menus.groups}
      </MenuItem>
      <MenuItem icon={<Smile size={15} />} onSelect={() => dialogs.open({ name: 'custom-emoji' })}>
        {say.menus.customEmoji}
      </MenuItem>
      <MenuItem
        icon={<Keyboard size={15} />}
        hint={<Keycaps caps={['?']} />}
        onSelect={() => dialogs.open({ name: 'shortcuts' })}
      >
        {say.menus.keyboardShortcuts}
      </MenuItem>
      <MenuItem icon={<TextSearch size={15} />} onSelect={() => dialogs.open({ name: 'keywords' })}>
        {say.menus.keywords}
      </MenuItem>
      {(role === 'owner' || role === 'admin') && (
        <MenuItem icon={<Network size={15} />} onSelect={() => dialogs.open({ name: 'connections' })}>
          {say.menus.connections}
        </MenuItem>
      )}
      <MenuItem icon={<LogOut size={15} />} onSelect={signOut}>
        {say.menus.signOut}
      </MenuItem>
    </Menu>
  )
}
