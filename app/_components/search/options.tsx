'use client'

import { type ReactNode, useMemo } from 'react'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { roomName } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary, User } from '#protocol/models.ts'
import { SEARCH_HAS, SEARCH_IS, SEARCH_OPERATORS, SEARCH_SORT, type SearchOperator } from '#protocol/search.ts'
import type { Begun } from './field.ts'
import { chipOf, placeOf } from './place-of.ts'

/** `chip`: a whole operator, or the beginning of one that waits for its value. */
export type Option = { key: string; chip: string; isWhole: boolean; line: ReactNode }

const SHOWN_MAX = 8

const operatorWords = (): Record<SearchOperator, string> => ({
  from: say.search.somebodysMessages,
  in: say.search.aRoomOrADirect,
  before: say.search.writtenBeforeADay,
  after: say.search.writtenAfterADay,
  on: say.search.writtenOnADay,
  has: SEARCH_HAS.join(', '),
  is: SEARCH_IS.join(', '),
  sort: SEARCH_SORT.join(', '),
})

const valueWords = (): Record<(typeof SEARCH_HAS | typeof SEARCH_IS | typeof SEARCH_SORT)[number], string> => ({
  link: say.search.withALink,
  file: say.search.withAFile,
  image: say.search.withAPicture,
  code: say.search.withCode,
  reaction: say.search.somebodyReacted,
  pin: say.search.pinned,
  thread: say.search.inAThread2,
  pinned: say.search.pinned,
  saved: say.search.youSaved,
  mention: say.search.thatMentionYou,
  unread: say.search.youHaveNotRead,
  newest: say.search.theLatestFirst,
  best: say.search.phrasesFirstThenWholeWords,
})

const VALUES = { has: SEARCH_HAS, is: SEARCH_IS, sort: SEARCH_SORT }

/** What could complete what is being written at the end of the field, best first. */
export function useOptions(begun: Begun | null): Option[] {
  const people = usePeople(begun?.operator === 'from' ? begun.value : null)
  const rooms = useRooms(begun?.operator === 'in' ? begun.value : null)
  return useMemo(() => {
    if (begun === null) return []
    const { operator, value, not } = begun
    const option = (name: SearchOperator, chosen: string, words: ReactNode): Option => {
      const chip = chipOf(name, chosen, not)
      return { key: chip, chip, isWhole: true, line: words }
    }
    switch (operator) {
      case null: {
        const typed = value.toLowerCase()
        return SEARCH_OPERATORS.filter((name) => name.startsWith(typed)).map((name) => ({
          key: name,
          chip: `${not ? '-' : ''}${name}:`,
          isWhole: false,
          line: <Words typed={`${name}:`} words={operatorWords()[name]} />,
        }))
      }
      case 'from':
        return people.map((user) => option('from', `@${user.username}`, <PersonLine user={user} />))
      case 'in':
        return rooms.map(({ value: chosen, line }) => option('in', chosen, line))
      case 'has':
      case 'is':
      case 'sort':
        return VALUES[operator]
          .filter((name) => name.startsWith(value.toLowerCase()))
          .map((name) => option(operator, name, <Words typed={`${operator}:${name}`} words={valueWords()[name]} />))
      default:
        return days()
          .filter(({ typed }) => typed.startsWith(value.toLowerCase()))
          .map(({ typed, words }) => option(operator, typed, <Words typed={`${operator}:${typed}`} words={words} />))
    }
  }, [begun, people, rooms])
}

function Words({ typed, words }: { typed: string; words: string }) {
  return (
    <>
      <span className="text-[0.875rem] font-medium">{typed}</span>
      <span className="truncate text-meta text-soft">{words}</span>
    </>
  )
}

const isoDay = (daysAgo: number): string => {
  const at = new Date()
  at.setDate(at.getDate() - daysAgo)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}
const days = () => [
  { typed: 'today', words: '' },
  { typed: 'yesterday', words: '' },
  { typed: isoDay(7), words: say.search.aWeekAgo },
  { typed: isoDay(30), words: say.search.aMonthAgo },
  { typed: isoDay(0).slice(0, 7), words: say.search.thisMonth },
  { typed: isoDay(0).slice(0, 4), words: say.search.thisYear },
]

/** Oneself first while nothing is typed, then whoever the server finds. */
function usePeople(value: string | null): readonly User[] {
  const viewer = useViewer()
  const query = (value ?? '').replace(/^@/, '')
  const { found } = useSearchPeople(query, value !== null)
  return useMemo(() => {
    if (value === null) return []
    const others = found.filter((user) => user.id !== viewer.id)
    return bestMatches([viewer, ...others], query, (user) => [user.username, user.displayName], SHOWN_MAX)
  }, [value, query, found, viewer])
}

function useRooms(value: string | null): { value: string; line: ReactNode }[] {
  const viewer = useViewer()
  const all = useChatState((state) => state.rooms)
  const users = useChatState((state) => state.users)
  return useMemo(() => {
    if (value === null) return []
    const mine = Object.values(all)
      .filter((room) => room.kind !== 'THREAD')
      .sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''))
    const nameOf = (room: RoomSummary) => roomName(room, users, viewer.id)
    return bestMatches(mine, value.replace(/^[#@]/, ''), (room) => [nameOf(room)], SHOWN_MAX).map((room) => ({
      value: placeOf(room, users, viewer.id),
      line: (
        <>
          <RoomSign room={room} />
          <bdi className="truncate text-[0.875rem]">{nameOf(room)}</bdi>
          {room.archived && <span className="ms-auto text-meta text-soft">{say.search.archived}</span>}
        </>
      ),
    }))
  }, [value, all, users, viewer.id])
}
