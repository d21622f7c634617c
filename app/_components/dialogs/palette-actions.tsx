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
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, searchPath, settingsPath } from '#app/_hooks/place.ts'
import { useSignOut } from '#app/_hooks/sign-out.ts'
import type { Theme } from '#app/_preferences/preferences.ts'
import { saveTheme } from '#app/_preferences/save.ts'
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
    action(`theme-${value}`, `Appearance: ${words}`, icon, () => saveTheme(value), 'theme', 'settings', words)
  const status = (value: PresenceChoice, words: string) =>
    action(`status-${value}`, `Status: ${words}`, <BadgeCheck size={16} />, () => chat.setPresence(value), 'presence', words)

  return [
    action('discover', 'Browse rooms', <Compass size={16} />, () => go('/discover'), 'discover', 'join'),
    action('create', 'Create a room', <Plus size={16} />, () => dialogs.open({ name: 'create-room' }), 'new room', 'channel'),
    action('message', 'New message', <PenLine size={16} />, () => dialogs.open({ name: 'new-message' }), 'write', 'direct'),
    action('search', 'Search messages', <TextSearch size={16} />, () => go(searchPath()), 'find'),
    action('mark-read', 'Mark everything as read', <CheckCheck size={16} />, () => chat.markAllRead(), 'mark all read', 'unread'),
    theme('light', 'light', <Sun size={16} />),
    theme('dark', 'dark', <Moon size={16} />),
    theme('contrast', 'high contrast', <Contrast size={16} />),
    theme('system', 'as the device', <Monitor size={16} />),
    status('online', 'online'),
    status('away', 'away'),
    status('dnd', 'do not disturb'),
    status('invisible', 'invisible'),
    action('shortcuts', 'Keyboard shortcuts', <Keyboard size={16} />, () => dialogs.open({ name: 'shortcuts' }), 'help', 'keys'),
    action('settings', 'Settings', <Settings size={16} />, () => go(settingsPath()), 'preferences', 'account'),
    action(
      'sign-ins',
      'Where you are signed in',
      <MonitorSmartphone size={16} />,
      () => go(settingsPath('devices')),
      ...['sessions', 'devices'],
    ),
    action('sign-out', 'Sign out', <LogOut size={16} />, signOut, 'log out'),
  ]
}
