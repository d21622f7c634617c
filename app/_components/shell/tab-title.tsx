'use client'

import { useEffect } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useInboxCount } from '#app/_hooks/inbox.ts'
import type { Place } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { roomTitle } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { faviconFor } from './favicon.ts'

/** Keeps the tab's title and icon: where one is, how much waits in the inbox, whether anything is unread. */
export function TabTitle({ place }: { place: Place }) {
  const viewer = useViewer()
  const mentions = useInboxCount()
  const unread =
    useChatState((state) => sum(state.rooms, (room) => (room.muted || room.role === undefined ? 0 : Math.min(1, room.unread)))) >
    0
  const where = useChatState((state) => {
    if (place.at === 'discover') return say.shell.browseRooms
    if (place.at === 'people') return say.shell.people
    if (place.at === 'drafts') return say.shell.drafts
    if (place.at === 'inbox') return say.shell.inbox
    if (place.at === 'search') return say.shell.search
    if (place.at === 'welcome') return say.shell.welcome
    if (place.at === 'settings') return say.shell.settings
    const room = place.at === 'room' ? state.rooms[place.roomId] : undefined
    return room ? roomTitle(room, state.users, viewer.id) : ''
  })

  useEffect(() => {
    const sign = mentions > 0 ? `(${mentions > 99 ? '99+' : mentions}) ` : unread ? '• ' : ''
    document.title = `${sign}${where ? `${where} · ` : ''}Parley`
  }, [where, mentions, unread])

  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (link) link.href = faviconFor(mentions, unread)
  }, [mentions, unread])

  return null
}

const sum = <Value,>(all: Readonly<Record<string, Value>>, numberOf: (value: Value) => number): number =>
  Object.values(all).reduce((total, value) => total + numberOf(value), 0)
