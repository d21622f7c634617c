'use client'

import type { ReactNode } from 'react'
import { useMemo } from 'react'
import type { RoomSummary, User } from '#protocol/models.ts'
import { useCommands } from './complete-commands.tsx'
import { useEmoji } from './complete-emoji.tsx'
import { useGroups } from './complete-groups.tsx'
import { usePeople } from './complete-people.tsx'
import { useRooms } from './complete-rooms.tsx'
import type { Trigger } from './format.ts'

export type Suggestion = {
  key: string
  insert: string
  line: ReactNode
  /** Remembers that it was chosen. */
  onChosen?: () => void
  /** Somebody who is not in the room. */
  outsider?: User
}

export const SHOWN_MAX = 8

/** What could complete the word at the caret, best first; among equals what was chosen last. */
export function useCompletion({ sign, query }: Trigger, room: RoomSummary): Suggestion[] {
  const people = usePeople(sign === '@' ? query : null, room)
  const groups = useGroups(sign === '@' && room.kind !== 'DIRECT' ? query : null)
  const rooms = useRooms(sign === '#' ? query : null)
  const emoji = useEmoji(sign === ':' ? query : null)
  const commands = useCommands(sign === '/' ? query : null)
  return useMemo(
    // People keep most of the list; a group whose name was begun has a place in it.
    () => [...people.slice(0, SHOWN_MAX - groups.length), ...groups, ...rooms, ...emoji, ...commands],
    [people, groups, rooms, emoji, commands],
  )
}
