'use client'

import { Hash, Lock } from 'lucide-react'
import { useMemo } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { keepRecent, recentFirst } from '#app/_words/recents.ts'
import { SHOWN_MAX, type Suggestion } from './use-completion.tsx'

const NONE: Suggestion[] = []

/** Rooms one is in, by name. */
export function useRooms(query: string | null): Suggestion[] {
  const rooms = useChatState((state) => state.rooms)
  return useMemo(() => {
    if (query === null) return NONE
    const named = Object.values(rooms).filter(
      (one) => one.name && (one.kind === 'PUBLIC' || one.kind === 'PRIVATE') && !one.archived,
    )
    const inOrder = recentFirst(named, '#', (one) => one.id)
    return bestMatches(inOrder, query, (one) => [one.name ?? ''], SHOWN_MAX).map((one) => ({
      key: one.id,
      insert: `#${one.name} `,
      onChosen: () => keepRecent('#', one.id),
      line: (
        <>
          {one.kind === 'PRIVATE' ? (
            <Lock size={14} className="shrink-0 text-soft" aria-hidden="true" />
          ) : (
            <Hash size={15} className="shrink-0 text-soft" aria-hidden="true" />
          )}
          <bdi className="truncate text-[0.875rem] font-medium">{one.name}</bdi>
          <bdi className="truncate text-meta text-soft">{one.topic}</bdi>
        </>
      ),
    }))
  }, [query, rooms])
}
