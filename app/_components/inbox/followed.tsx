'use client'

import { BellOff, CheckCheck } from 'lucide-react'
import { useCallback } from 'react'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { countInWords } from '#app/_components/ui/count.tsx'
import { useChat, useChatState, useUser } from '#app/_hooks/chat.tsx'
import { inWords } from '#app/_markdown/in-words.ts'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import type { ChatState } from '#client/index.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { Row, WORDS_MAX } from './row.tsx'
import { Rows } from './rows.tsx'
import { tried, useOpenMessage, useRoomTitle } from './use-open.ts'
import { usePages } from './use-pages.ts'

type Thread = { room: RoomSummary; parent?: Message | undefined; last?: Message | undefined }

/** Moves on with every thread that gets a reply, is read, followed or left. */
const threadsKey = ({ rooms }: ChatState): string =>
  Object.values(rooms)
    .filter((room) => room.kind === 'THREAD' && room.role !== undefined)
    .map((room) => `${room.id.slice(-8)}${room.lastSeq}${room.unread > 0 ? 'u' : ''}`)
    .join()

/** The threads one follows: those with something new first. */
export function Followed() {
  const chat = useChat()
  const key = useChatState(threadsKey)
  const load = useCallback(
    async (cursor?: string) => {
      const { threads, next } = await chat.listFollowed(cursor)
      return { items: threads, next }
    },
    [chat],
  )
  const { items, error, more } = usePages<Thread>('threads', load, key)
  return (
    <Rows
      label={say.screens.threads}
      rows={items?.map((thread) => <FollowedThread key={thread.room.id} {...thread} />) ?? null}
      error={error}
      more={more}
      empty={say.screens.threadsYouWriteInOr}
    />
  )
}

function FollowedThread({ room, parent, last }: Thread) {
  const chat = useChat()
  const open = useOpenMessage()
  // What the engine knows is newer than the page.
  const now = useChatState((state) => state.rooms[room.id]) ?? room
  const author = useUser(last?.authorId)
  const where = useRoomTitle(parent?.roomId)
  const starter = useUser(parent?.authorId)
  const isNew = now.unread > 0
  const begun = parent?.deletedAt === undefined ? inWords(parent?.body ?? '', 200) : say.screens.aMessageThatWasDeleted
  return (
    <Row
      sign={<Avatar user={author} id={last?.authorId ?? room.id} size={28} />}
      who={author?.displayName ?? say.screens.somebody}
      where={where}
      when={now.lastAt && <time dateTime={now.lastAt}>{shortTime(new Date(now.lastAt), new Date())}</time>}
      note={isNew && <span className="font-medium text-accent">{say.common.new(countInWords(now.unread))}</span>}
      text={
        <>
          <span className="block truncate text-meta text-soft">
            {say.screens.youReply(starter?.displayName ?? say.common.somebody)} {begun}
          </span>
          {last && inWords(last.body, WORDS_MAX)}
        </>
      }
      isNew={isNew}
      open={() => void open(room.id)}
      verbs={[
        ...(isNew
          ? [
              {
                label: say.screens.markAsRead,
                icon: <CheckCheck size={16} />,
                isDone: true,
                run: () => chat.markRead(room.id, now.lastSeq),
              },
            ]
          : []),
        { label: say.screens.unfollow, icon: <BellOff size={16} />, run: () => tried(chat.leave(room.id)) },
      ]}
    />
  )
}
