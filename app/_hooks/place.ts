'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { parseRoomId } from '#app/_preferences/preferences.ts'

/** Where in the chat a person is. The address says it; nothing is asked of the server to go elsewhere. */
export type Place =
  | { at: 'home' }
  /** The list of rooms, alone on narrow screens. */
  | { at: 'rooms' }
  | { at: 'discover' }
  /** Everybody here. */
  | { at: 'people' }
  | { at: 'drafts' }
  /** The first steps of whoever owns an empty place. */
  | { at: 'welcome' }
  /** What is looked for, as it is typed. */
  | { at: 'search'; query: string }
  /** `seq`: the message to show; `replySeq`: the reply to show in the thread of `threadOf`. */
  | { at: 'room'; roomId: string; seq: number | null; threadOf: string | null; replySeq: number | null }
  | { at: 'inbox'; tab: InboxTab }
  /** What one sets for oneself; no section: the list of them. */
  | { at: 'settings'; section: SettingsSection | null }

export const INBOX_TABS = ['mentions', 'threads', 'reminders', 'saved', 'scheduled'] as const
export type InboxTab = (typeof INBOX_TABS)[number]

export const SETTINGS_SECTIONS = [
  'profile',
  'appearance',
  'language',
  'writing',
  'notifications',
  'privacy',
  'security',
  'account',
  'app',
  'devices',
  'invites',
  'community',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

export function parsePlace(pathname: string, search: URLSearchParams): Place {
  const [, first, second] = pathname.split('/')
  const roomId = first === 'r' ? parseRoomId(second) : null
  if (roomId !== null) {
    return {
      at: 'room',
      roomId,
      seq: parseSeq(search.get('m')),
      threadOf: parseRoomId(search.get('t') ?? undefined),
      replySeq: parseSeq(search.get('r')),
    }
  }
  if (first === 'inbox') return { at: 'inbox', tab: INBOX_TABS.find((tab) => tab === search.get('tab')) ?? 'mentions' }
  if (first === 'settings') {
    return { at: 'settings', section: SETTINGS_SECTIONS.find((section) => section === search.get('section')) ?? null }
  }
  if (first === 'search') return { at: 'search', query: search.get('q') ?? '' }
  if (first === 'discover' || first === 'people' || first === 'welcome') return { at: first }
  if (first === 'drafts') return { at: 'drafts' }
  if (first === 'rooms') return { at: 'rooms' }
  return { at: 'home' }
}

function parseSeq(text: string | null): number | null {
  const seq = Number(text ?? Number.NaN)
  return Number.isSafeInteger(seq) && seq > 0 ? seq : null
}

export function usePlace(): Place {
  const pathname = usePathname()
  const search = useSearchParams()
  return useMemo(() => parsePlace(pathname, search), [pathname, search])
}

export const roomPath = (roomId: string) => `/r/${roomId}`
export const inboxPath = (tab: InboxTab = 'mentions') => (tab === 'mentions' ? '/inbox' : `/inbox?tab=${tab}`)
export const settingsPath = (section?: SettingsSection) => (section ? `/settings?section=${section}` : '/settings')
export const messagePath = (roomId: string, seq: number) => `/r/${roomId}?m=${seq}`
/** A thread beside its room, at one of its replies where that is named. */
export const threadPath = (roomId: string, messageId: string, replySeq?: number) =>
  replySeq === undefined ? `/r/${roomId}?t=${messageId}` : `/r/${roomId}?t=${messageId}&r=${replySeq}`

/** A message in its room, with its thread beside it. */
export const messageAndThreadPath = ({ roomId, id, seq }: { roomId: string; id: string; seq: number }) =>
  `/r/${roomId}?m=${seq}&t=${id}`

/** Told to the window when somebody asks for the very place they are at: what has scrolled away since is shown again. */
export const AGAIN = 'parley:again'

/** A reply, in its thread beside the message it answers. */
export const replyPath = (roomId: string, parent: { messageId: string; seq: number }, replySeq: number) =>
  `/r/${roomId}?m=${parent.seq}&t=${parent.messageId}&r=${replySeq}`
export const searchPath = (query = '') => (query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`)

/** Goes elsewhere in the chat at once: the pane is drawn from what the engine holds. */
export function go(path: string, how: 'push' | 'replace' = 'push') {
  if (path === window.location.pathname + window.location.search) return void window.dispatchEvent(new Event(AGAIN))
  if (how === 'push') window.history.pushState(null, '', path)
  else window.history.replaceState(null, '', path)
}
