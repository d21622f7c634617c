'use client'

import { useMemo } from 'react'
import { excerptOf } from '#app/_components/search/excerpt.ts'
import { pathOf, placeInWords } from '#app/_components/search/hit-row.tsx'
import { plainOf } from '#app/_components/search/plain.ts'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { go } from '#app/_hooks/place.ts'
import { useSearchMessages } from '#app/_hooks/search-messages.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { parseSearch } from '#protocol/search.ts'
import type { Item } from './switcher.tsx'

const SHOWN = 4

/** The newest messages that hold what is typed. Nothing while it can't be searched for. */
export function useMessageItems(query: string): { items: Item[]; searching: boolean } {
  const viewer = useViewer()
  const users = useChatState((state) => state.users)
  const wanted = query.trim().length > 1 && parseSearch(query).problem === undefined ? query.trim() : ''
  const live = useChatState((state) => state.connection.status === 'live')
  const { found, searching, error } = useSearchMessages(wanted, SHOWN)
  const items = useMemo(
    () =>
      found?.query !== wanted
        ? []
        : found.hits.map((hit): Item => {
            const { message, ranges } = hit
            const path = pathOf(hit, found.rooms)
            const { text, ranges: places } = plainOf(message.body, ranges)
            return {
              key: message.id,
              names: [],
              line: (
                <>
                  <Avatar user={users[message.authorId]} id={message.authorId} size={20} />
                  <span className="min-w-0 flex-1 truncate text-[0.875rem]" dir="auto">
                    {excerptOf({ text: text.replace(/\s/g, ' '), ranges: places }).map((part, index) =>
                      part.marked ? (
                        // biome-ignore lint/suspicious/noArrayIndexKey: made anew when the message changes
                        <mark key={index} className="rounded-[3px] bg-tint-mine px-px text-ink">
                          {part.text}
                        </mark>
                      ) : (
                        part.text
                      ),
                    )}
                  </span>
                  <bdi className="max-w-[35%] shrink-0 truncate text-meta text-soft">
                    {placeInWords(found.rooms.get(message.roomId), found.rooms, users, viewer.id)}
                  </bdi>
                </>
              ),
              run: () => go(path),
            }
          }),
    [found, wanted, users, viewer.id],
  )
  const awaited = live && error === null && found?.query !== wanted
  return { items, searching: wanted !== '' && (searching || awaited) }
}
