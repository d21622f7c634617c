'use client'

import { Compass, PenLine, Plus } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { RoomSign } from '#app/_components/sidebar/room-sign.tsx'
import { MentionCount } from '#app/_components/ui/count.tsx'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useRoomSections } from '#app/_hooks/rooms.ts'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { roomName } from '#app/_words/room-name.ts'
import { useDialogs } from './dialogs.tsx'
import { Finder } from './finder.tsx'

type Item = { key: string; names: string[]; line: ReactNode; run: () => void | Promise<void> }

const ROOMS_SHOWN = 12

/** Jumps to a room or person by a few letters of the name. */
export function Switcher({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  const users = useChatState((state) => state.users)
  const { rooms, direct } = useRoomSections()
  const [query, setQuery] = useState('')
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

  const verb = (key: string, icon: ReactNode, words: string, run: () => void): Item => ({
    key,
    names: [words],
    line: (
      <>
        <span className="grid w-5 place-items-center text-soft">{icon}</span>
        <span className="text-[0.875rem]">{words}</span>
      </>
    ),
    run,
  })
  const verbs = [
    verb('discover', <Compass size={16} key="i" />, 'Browse rooms', () => go('/discover')),
    verb('create', <Plus size={16} key="i" />, 'Create a room', () => dialogs.open({ name: 'create-room' })),
    verb('message', <PenLine size={16} key="i" />, 'New message', () => dialogs.open({ name: 'new-message' })),
  ]
  const items = [
    ...bestMatches(known, query, (item) => item.names, ROOMS_SHOWN),
    ...others,
    ...bestMatches(verbs, query, (item) => item.names, 3),
  ]

  async function choose(item: Item) {
    onClose()
    try {
      await item.run()
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  return (
    <Dialog title="Jump to" onClose={onClose} look="top" width="w-[560px]">
      <Finder
        label="Jump to a room or person"
        placeholder="Room or person"
        query={query}
        onQuery={setQuery}
        items={items}
        keyOf={(item) => item.key}
        draw={(item) => item.line}
        onChoose={choose}
        nothing={people.searching ? null : `Nothing here is called “${query}”.`}
      />
    </Dialog>
  )
}
