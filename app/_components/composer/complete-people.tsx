'use client'

import { useEffect, useMemo, useState } from 'react'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { useChat, useRoom } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { bestMatches } from '#app/_words/match.ts'
import { keepRecent, recentFirst } from '#app/_words/recents.ts'
import { say } from '#app/_words/say.ts'
import type { Chat } from '#client/index.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { SHOWN_MAX, type Suggestion } from './use-completion.tsx'

const NONE: Suggestion[] = []

/** Who wrote in a thread, then the room's members, then whoever the server finds, marked; everybody at once last. */
export function usePeople(query: string | null, room: RoomSummary): Suggestion[] {
  const chat = useChat()
  const law = useRoom(room.parent?.roomId ?? room.id) ?? room
  const members = useMembers(query !== null, law.id)
  const found = useSearchPeople(query ?? '', query !== null && query.length > 1)

  return useMemo(() => {
    if (query === null) return NONE
    const here = new Set(members.map((user) => user.id))
    const isWhole = law.memberCount <= members.length
    const wrote = room.parent ? participants(chat, room) : new Set<string>()
    const inOrder = [
      ...recentFirst(members, '@', (user) => user.id).sort((a, b) => Number(wrote.has(b.id)) - Number(wrote.has(a.id))),
      ...(query.length > 1 ? found.found.filter((user) => !here.has(user.id)) : []),
    ]
    const rank = (user: User) => (wrote.has(user.id) ? 0 : here.has(user.id) || !isWhole ? 1 : 2)
    const people = bestMatches(inOrder, query, (user) => [user.username, user.displayName], SHOWN_MAX * 2)
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, SHOWN_MAX)
      .map((user) => ({
        key: user.id,
        insert: `@${user.username} `,
        onChosen: () => keepRecent('@', user.id),
        line: <PersonLine user={user} note={rank(user) === 2 ? say.composing.notInRoom : undefined} />,
        ...(rank(user) === 2 ? { outsider: user } : {}),
      }))
    return law.kind === 'DIRECT' ? people : [...people, ...everybody(query, law.memberCount)].slice(0, SHOWN_MAX)
  }, [chat, query, members, found.found, room, law])
}

function everybody(query: string, memberCount: number): Suggestion[] {
  const groups = [
    { name: 'all', words: say.composing.everybodyHere(memberCount) },
    { name: 'here', words: say.composing.everybodyWhoIsOnline },
  ]
  return bestMatches(groups, query, (group) => [group.name], 2).map(({ name, words }) => ({
    key: name,
    insert: `@${name} `,
    line: (
      <>
        <bdi className="text-[0.875rem] font-medium">@{name}</bdi>
        <span className="text-meta text-soft">{words}</span>
      </>
    ),
  }))
}

/** Who wrote in the thread, and who wrote what it answers, as far as it is held. */
function participants(chat: Chat, { id, parent }: RoomSummary): Set<string> {
  const { timelines } = chat.getState()
  const root = timelines[parent?.roomId ?? '']?.messages.find((message) => message.id === parent?.messageId)
  return new Set([...(timelines[id]?.messages.map((message) => message.authorId) ?? []), ...(root ? [root.authorId] : [])])
}

function useMembers(on: boolean, roomId: string): readonly User[] {
  const chat = useChat()
  const [members, setMembers] = useState<readonly User[]>([])
  useEffect(() => {
    if (!on) return
    let dropped = false
    chat.listMembers(roomId).then(
      ({ users }) => !dropped && setMembers(users),
      () => undefined,
    )
    return () => {
      dropped = true
    }
  }, [chat, on, roomId])
  return members
}
