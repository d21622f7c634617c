'use client'

import {
  BadgeCheck,
  CheckCheck,
  Compass,
  Contrast,
  Keyboard,
  LogOut,
  Monitor,
  MonitorSmartphone,
  Moon,
  PenLine,
  Plus,
  Settings,
  Sun,
  TextSearch,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, searchPath, settingsPath } from '#app/_hooks/place.ts'
import { useSignOut } from '#app/_hooks/sign-out.ts'
import type { Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
import { say } from '#app/_words/say.ts'
import type { PresenceChoice } from '#protocol/models.ts'
import { useDialogs } from './dialogs.tsx'

/** Something to do, by what it is called. `also`: other words people look for it by. */
export type Action = { key: string; words: string; also: string[]; icon: ReactNode; run: () => void | Promise<void> }

/** Everything that can be done from anywhere. */
export function useActions(): Action[] {
  const chat = useChat()
  const dialogs = useDialogs()
  const signOut = useSignOut()
  const action = (key: string, words: string, icon: ReactNode, run: Action['run'], ...also: string[]): Action => ({
    ...{ key, words, icon, run, also },
  })
  const theme = (value: Theme, words: string, icon: ReactNode) =>
    action(`theme-${value}`, say.dialogs.appearance(words), icon, () => saveTheme(value), 'theme', 'settings', words)
  const status = (value: PresenceChoice, words: string) =>
    action(
      `status-${value}`,
      say.dialogs.status(words),
      <BadgeCheck size={16} />,
      () => chat.setPresence({ status: value }),
      'presence',
      words,
    )

  return [
    action('discover', say.dialogs.browseRooms, <Compass size={16} />, () => go('/discover'), 'discover', 'join'),
    action('people', say.dialogs.people, <Users size={16} />, () => go('/people'), 'directory', 'members', 'who'),
    action(
      'create',
      say.dialogs.createARoom,
      <Plus size={16} />,
      () => dialogs.open({ name: 'create-room' }),
      say.dialogs.newRoom,
      'channel',
    ),
    action(
      'message',
      say.dialogs.newMessage,
      <PenLine size={16} />,
      () => dialogs.open({ name: 'new-message' }),
      'write',
      'direct',
    ),
    action('search', say.dialogs.searchMessages, <TextSearch size={16} />, () => go(searchPath()), 'find'),
    action(
      'mark-read',
      say.dialogs.markEverythingAsRead,
      <CheckCheck size={16} />,
      () => chat.markAllRead(),
      say.dialogs.markAllRead,
      'unread',
    ),
    theme('light', say.dialogs.light, <Sun size={16} />),
    theme('dark', say.dialogs.dark, <Moon size={16} />),
    theme('contrast', say.dialogs.highContrast, <Contrast size={16} />),
    theme('system', say.dialogs.asTheDevice, <Monitor size={16} />),
    status('online', say.dialogs.online),
    status('away', say.dialogs.away),
    status('dnd', say.dialogs.doNotDisturb),
    status('invisible', say.dialogs.invisible),
    action(
      'shortcuts',
      say.dialogs.keyboardShortcuts,
      <Keyboard size={16} />,
      () => dialogs.open({ name: 'shortcuts' }),
      'help',
      'keys',
    ),
    action('settings', say.dialogs.settings, <Settings size={16} />, () => go(settingsPath()), 'preferences', 'account'),
    action(
      'sign-ins',
      say.dialogs.whereYouAreSignedIn,
      <MonitorSmartphone size={16} />,
      () => go(settingsPath('devices')),
      ...['sessions', 'devices'],
    ),
    action('sign-out', say.dialogs.signOut3, <LogOut size={16} />, signOut, say.dialogs.logOut),
  ]
}
