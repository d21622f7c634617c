'use client'

import { Hash, Users } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { type EmojiGroup, loadEmoji, searchEmoji } from '#app/_components/emoji/data.ts'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { bestMatches } from '#app/_words/match.ts'
import { plural } from '#app/_words/wait.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import type { Trigger } from './format.ts'

export type Suggestion = { key: string; insert: string; line: ReactNode }

const SHOWN_MAX = 8
const TEAMS_MAX = 3

/** What could complete the word at the caret, best first. */
export function useCompletion(trigger: Trigger | null, room: RoomSummary): Suggestion[] {
  const sign = trigger?.sign
  const query = trigger?.query ?? ''
  const people = usePeople(sign === '@' ? query : null, room)
  const emoji = useEmoji(sign === ':')
  const rooms = useChatState((state) => state.rooms)

  return useMemo(() => {
    if (sign === '@') return people
    if (sign === '#') {
      const named = Object.values(rooms).filter(
        (one) => one.name && (one.kind === 'PUBLIC' || one.kind === 'PRIVATE') && !one.archived,
      )
      return bestMatches(named, query, (one) => [one.name ?? ''], SHOWN_MAX).map((one) => ({
        key: one.id,
        insert: `#${one.name} `,
        line: (
          <>
            <Hash size={15} className="text-soft" aria-hidden="true" />
            <bdi className="truncate text-[0.875rem] font-medium">{one.name}</bdi>
            <bdi className="truncate text-meta text-soft">{one.topic}</bdi>
          </>
        ),
      }))
    }
    if (sign === ':' && emoji) {
      return searchEmoji(emoji, query, SHOWN_MAX).map(([sign, names]) => ({
        key: sign,
        insert: `${sign} `,
        line: (
          <>
            <span className="w-6 text-center text-[1.125rem]">{sign}</span>
            <span className="truncate text-[0.875rem]">:{names.split(' ')[0]}:</span>
          </>
        ),
      }))
    }
    return []
  }, [sign, query, people, emoji, rooms])
}

/** People of the room first, then whoever the server finds; everybody at once last. */
function usePeople(query: string | null, room: RoomSummary): Suggestion[] {
  const chat = useChat()
  const on = query !== null
  const [members, setMembers] = useState<readonly User[]>([])
  const found = useSearchPeople(query ?? '', on && query.length > 1)
  const named = useChatState((state) => state.groups)
  const memberRoomId = room.parent?.roomId ?? room.id

  useEffect(() => {
    if (!on) return
    let dropped = false
    chat.listMembers(memberRoomId).then(
      ({ users }) => !dropped && setMembers(users),
      () => undefined,
    )
    return () => {
      dropped = true
    }
  }, [chat, on, memberRoomId])

  return useMemo(() => {
    if (query === null) return []
    const inRoom = new Set(members.map((user) => user.id))
    const candidates = [...members, ...found.found.filter((user) => query.length > 1 && !inRoom.has(user.id))]
    const whole = room.memberCount <= members.length
    const people = bestMatches(candidates, query, (user) => [user.username, user.displayName], SHOWN_MAX).map((user) => ({
      key: user.id,
      insert: `@${user.username} `,
      line: <PersonLine user={user} note={whole && !inRoom.has(user.id) ? 'not in this room' : undefined} />,
    }))
    if (room.kind === 'DIRECT') return people
    const groups = [
      { name: 'all', words: `Everybody here: ${plural(room.memberCount, 'member')}` },
      { name: 'here', words: 'Everybody who is online' },
    ]
    const everybody = bestMatches(groups, query, (group) => [group.name], 2).map(({ name, words }) => ({
      key: name,
      insert: `@${name} `,
      line: (
        <>
          <span className="text-[0.875rem] font-medium">@{name}</span>
          <span className="text-meta text-soft">{words}</span>
        </>
      ),
    }))
    const teams = bestMatches(Object.values(named), query, (group) => [group.name], SHOWN_MAX).map((group) => ({
      key: group.id,
      insert: `@${group.name} `,
      line: (
        <>
          <Users size={16} className="w-7 shrink-0 text-soft" aria-hidden="true" />
          <bdi className="shrink-0 text-[0.875rem] font-medium">@{group.name}</bdi>
          <span className="truncate text-meta text-soft" dir="auto">
            {group.description ?? 'Group'}
          </span>
          <span className="ms-auto shrink-0 text-meta text-soft">{plural(group.memberCount, 'person', 'people')}</span>
        </>
      ),
    }))
    // People keep most of the list; a group whose name was begun has a place in it.
    const rest = [...teams.slice(0, TEAMS_MAX), ...everybody]
    return [...people.slice(0, SHOWN_MAX - Math.min(rest.length, TEAMS_MAX)), ...rest].slice(0, SHOWN_MAX)
  }, [query, members, found.found, room, named])
}

function useEmoji(on: boolean): EmojiGroup[] | null {
  const [groups, setGroups] = useState<EmojiGroup[] | null>(null)
  useEffect(() => {
    if (on) loadEmoji().then(setGroups, () => undefined)
  }, [on])
  return groups
}
