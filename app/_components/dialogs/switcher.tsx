'use client'

import { TextSearch } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { MentionCount } from '#app/_components/ui/count.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go, roomPath, searchPath } from '#app/_hooks/place.ts'
import { useRoomSections } from '#app/_hooks/rooms.ts'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { filled } from '#app/_words/filled.tsx'
import { bestMatches, matchScore } from '#app/_words/match.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomName } from '#app/_words/room-name.ts'
import { say } from '#app/_words/say.ts'
import { Finder } from './finder.tsx'
import { useActions } from './palette-actions.tsx'
import { useMessageItems } from './palette-messages.tsx'
import { takeEarly } from './typed-early.ts'

export type Item = { key: string; names: string[]; line: ReactNode; run: () => void | Promise<void> }

const ROOMS_SHOWN = 12
const ACTIONS_SHOWN = 6
/** An action is meant when what is typed stands in its name; letters here and there are a room's or a person's. */
const A_PART = 40
/** Before anything is typed. */
const FIRST_ACTIONS = ['discover', 'create', 'message', 'search', 'mark-read', 'shortcuts']

/** Goes anywhere by a few letters: to a room, a person or a message, or does something. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const { rooms, direct } = useRoomSections()
  const [query, setQuery] = useState('')
  useEffect(() => setQuery(takeEarly()), [])
  const people = useSearchPeople(query, query.trim().length > 0)

  const known = useMemo<Item[]>(
    () =>
      [...rooms, ...direct]
        .sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0) || (b.lastAt ?? '').localeCompare(a.lastAt ?? ''))
        .map((room) => ({
          key: room.id,
          names: [roomName(room, users, viewer.id)],
          line: (
            <>
              <RoomSign room={room} />
              <bdi className={`truncate text-[0.875rem] ${room.unread > 0 ? 'font-semibold' : ''}`}>
                {roomName(room, users, viewer.id)}
              </bdi>
              <span className="ms-auto">{room.mentionCount > 0 && <MentionCount count={room.mentionCount} />}</span>
            </>
          ),
          run: () => go(roomPath(room.id)),
        })),
    [rooms, direct, users, viewer.id],
  )

  const directWith = new Set(direct.filter((room) => room.members?.length === 2).flatMap((room) => room.members ?? []))
  const others: Item[] = (query.trim() ? people.found : [])
    .filter((user) => user.id !== viewer.id && !directWith.has(user.id))
    .map((user) => ({
      key: user.id,
      names: [user.displayName],
      line: <PersonLine user={user} />,
      run: async () => go(roomPath((await chat.openDirect([user.id])).id)),
    }))

  const messages = useMessageItems(query)
  const actions = useActions().map(
    ({ key, words, also, icon, run }): Item => ({
      ...{ key, names: [words, ...also], run },
      line: (
        <>
          <span className="grid w-5 place-items-center text-soft">{icon}</span>
          <span className="truncate text-[0.875rem]">{words}</span>
        </>
      ),
    }),
  )
  const shownActions =
    query.trim() === ''
      ? actions.filter((action) => FIRST_ACTIONS.includes(action.key))
      : bestMatches(
          actions.filter((item) => item.names.some((name) => matchScore(name, query) >= A_PART)),
          query,
          (item) => item.names,
          ACTIONS_SHOWN,
        )
  const lookFor: Item = {
    key: 'look-for',
    names: [],
    line: (
      <>
        <span className="grid w-5 place-items-center text-soft">
          <TextSearch size={16} />
        </span>
        <span className="truncate text-[0.875rem]">
          {filled(say.dialogs.searchMessagesFor, <bdi key="query">{query.trim()}</bdi>)}
        </span>
      </>
    ),
    run: () => go(searchPath(query.trim())),
  }
  const matching = bestMatches(known, query, (item) => item.names, ROOMS_SHOWN)
  // What is known here comes first and at once: Enter waits only for what would stand above it.
  const stale = matching.length === 0 && (people.searching || (shownActions.length === 0 && messages.searching))
  const items = [...matching, ...others, ...shownActions, ...messages.items, ...(query.trim() === '' ? [] : [lookFor])]

  async function choose(item: Item) {
    onClose()
    try {
      await item.run()
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  return (
    <Dialog title={say.dialogs.jumpTo} onClose={onClose} look="top" width="w-[560px]">
      <Finder
        label={say.dialogs.goToARoomPerson}
        placeholder={say.dialogs.roomPersonMessageOrAction}
        query={query}
        onQuery={setQuery}
        items={items}
        keyOf={(item) => item.key}
        draw={(item) => item.line}
        stale={stale}
        onChoose={choose}
        nothing={people.searching || messages.searching ? null : say.dialogs.nothingHereIsCalled(query)}
      />
    </Dialog>
  )
}
