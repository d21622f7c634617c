'use client'

import { Users } from 'lucide-react'
import { useMemo } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { bestMatches } from '#app/_words/match.ts'
import { say } from '#app/_words/say.ts'
import type { Suggestion } from './use-completion.tsx'

const NONE: Suggestion[] = []
const SHOWN_MAX = 3

/** Groups by name: their members in the room are mentioned. */
export function useGroups(query: string | null): Suggestion[] {
  const groups = useChatState((state) => state.groups)
  return useMemo(() => {
    if (query === null) return NONE
    return bestMatches(Object.values(groups), query, (group) => [group.name], SHOWN_MAX).map((group) => ({
      key: group.id,
      insert: `@${group.name} `,
      line: (
        <>
          <Users size={16} className="w-7 shrink-0 text-soft" aria-hidden="true" />
          <bdi className="shrink-0 text-[0.875rem] font-medium">@{group.name}</bdi>
          <span className="truncate text-meta text-soft" dir="auto">
            {group.description ?? say.composing.group}
          </span>
          <span className="ms-auto shrink-0 text-meta text-soft">{say.common.people(group.memberCount)}</span>
        </>
      ),
    }))
  }, [query, groups])
}
