'use client'

import {
  Bell,
  Contrast,
  Keyboard,
  LogOut,
  Megaphone,
  Monitor,
  Moon,
  Network,
  Settings,
  Smile,
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
import { useChat, useChatState, useMe } from '#app/_hooks/chat.tsx'
import { go, settingsPath } from '#app/_hooks/place.ts'
import { usePresence } from '#app/_hooks/presence.ts'
import { useSignOut } from '#app/_hooks/sign-out.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import type { Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
import { levelWords } from '#app/_words/notify.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { PresenceChoice } from '#protocol/models.ts'

const statuses = [
  { value: 'online', words: 'Online', icon: <PresenceDot key="o" status="online" /> },
  { value: 'away', words: 'Away', icon: <PresenceDot key="a" status="away" /> },
  { value: 'dnd', words: 'Do not disturb', icon: <PresenceDot key="d" status="dnd" /> },
  { value: 'invisible', words: 'Invisible', icon: <PresenceDot key="i" status="offline" /> },
] as const

const themeOptions = [
  { value: 'system', words: 'As the device', icon: <Monitor key="s" size={15} /> },
  { value: 'light', words: 'Light', icon: <Sun key="l" size={15} /> },
  { value: 'dark', words: 'Dark', icon: <Moon key="d" size={15} /> },
  { value: 'contrast', words: 'High contrast', icon: <Contrast key="c" size={15} /> },
] as const

type Props = { theme: Theme; onTheme: (theme: Theme) => void; onClose: () => void; button: RefObject<HTMLButtonElement | null> }

export function MeMenu({ theme, onTheme, onClose, button }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const { role } = useMe() ?? viewer
  const dialogs = useDialogs()
  const usual = useChatState((state) => state.preferences.notify)
  const signOut = useSignOut()
  const status = usePresence(viewer.id)

  async function choose(wanted: PresenceChoice) {
    try {
      // What one says of oneself stays.
      await chat.setPresence(wanted, chat.getState().presence[viewer.id]?.text)
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  return (
    <Menu label="You" onClose={onClose} button={button} side="top" align="start">
      <MenuRadios label="Status" value={status === 'offline' ? 'invisible' : status} onChange={choose} options={statuses} />
      <MenuLine />
      {(role === 'owner' || role === 'admin') && (
        <MenuItem icon={<Megaphone size={15} />} onSelect={() => dialogs.open({ name: 'tell-everybody' })}>
          Tell everybody…
        </MenuItem>
      )}
      <MenuMore icon={<Contrast size={15} />} label="Appearance">
        <MenuRadios
          label="Colours"
          value={theme}
          onChange={(chosen) => {
            onTheme(chosen)
            saveTheme(chosen)
          }}
          options={themeOptions}
        />
      </MenuMore>
      <MenuMore icon={<Bell size={15} />} label="Notify me about">
        <MenuRadios
          label="In channels, unless a room says otherwise"
          value={usual}
          onChange={(notify) =>
            void chat.setPreferences({ notify }).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
          }
          options={[
            { value: 'all', words: levelWords.all },
            { value: 'mentions', words: levelWords.mentions },
            { value: 'none', words: levelWords.none },
          ]}
        />
      </MenuMore>
      <MenuItem icon={<Settings size={15} />} onSelect={() => go(settingsPath())}>
        Settings
      </MenuItem>
      <MenuItem icon={<Users size={15} />} onSelect={() => dialogs.open({ name: 'groups' })}>
        Groups
      </MenuItem>
      <MenuItem icon={<Smile size={15} />} onSelect={() => dialogs.open({ name: 'custom-emoji' })}>
        Custom emoji
      </MenuItem>
      <MenuItem
        icon={<Keyboard size={15} />}
        hint={<Keycaps caps={['?']} />}
        onSelect={() => dialogs.open({ name: 'shortcuts' })}
      >
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={<TextSearch size={15} />} onSelect={() => dialogs.open({ name: 'keywords' })}>
        Keywords
      </MenuItem>
      {(role === 'owner' || role === 'admin') && (
        <MenuItem icon={<Network size={15} />} onSelect={() => dialogs.open({ name: 'connections' })}>
          Connections
        </MenuItem>
      )}
      <MenuItem icon={<LogOut size={15} />} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
