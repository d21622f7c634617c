'use client'

import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { hearEarly } from '#app/_components/dialogs/typed-early.ts'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, inboxPath, type Place, roomPath, searchPath } from '#app/_hooks/place.ts'
import { useArranged } from '#app/_hooks/rooms.ts'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { isCalling } from '#app/_sidebar/arrange.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'

/** The shortcuts that work wherever one is. */
export function ShellShortcuts({ place }: { place: Place }) {
  const chat = useChat()
  const dialogs = useDialogs()
  const all = useArranged().flatMap(({ id, rooms }) => (id === 'threads' ? [] : rooms))

  const step = (by: 1 | -1, among: (room: RoomSummary) => boolean) => (event: KeyboardEvent) => {
    event.preventDefault()
    const at = all.findIndex((room) => place.at === 'room' && room.id === place.roomId)
    for (let moved = 1; moved <= all.length; moved++) {
      const room = all[(at + by * moved + all.length * 2) % all.length]
      if (room && among(room)) return go(roomPath(room.id))
    }
  }
  const open = (name: 'switcher' | 'shortcuts') => (event: KeyboardEvent) => {
    event.preventDefault()
    if (name === 'switcher') hearEarly()
    dialogs.open({ name })
  }

  useShortcuts({
    switcher: open('switcher'),
    inbox: (event) => {
      event.preventDefault()
      go(inboxPath())
    },
    help: open('shortcuts'),
    search: (event) => {
      event.preventDefault()
      go(searchPath())
    },
    allRead: (event) => {
      event.preventDefault()
      chat.markAllRead()
      tell(say.shell.everythingIsMarkedAsRead)
    },
    previousRoom: step(-1, () => true),
    nextRoom: step(1, () => true),
    previousUnread: step(-1, isCalling),
    nextUnread: step(1, isCalling),
    nextRegion: (event) => cycleRegions(event, 1),
    previousRegion: (event) => cycleRegions(event, -1),
  })
  return null
}

/** Moves the focus to the next part of the window: sidebar, messages, composer, details. */
function cycleRegions(event: KeyboardEvent, by: 1 | -1) {
  event.preventDefault()
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + by + regions.length) % regions.length]
  if (at < 0 && by < 0) regions.at(-1)?.focus()
  else next?.focus()
}
