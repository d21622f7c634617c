'use client'

import { useMemo } from 'react'
import { keepRecent, recentFirst } from '#app/_words/recents.ts'
import { type CommandName, commands } from './slash/commands.ts'
import type { Suggestion } from './use-completion.tsx'

const all = Object.keys(commands) as CommandName[]

export function useCommands(query: string | null): Suggestion[] {
  return useMemo(() => {
    if (query === null) return []
    const fitting = recentFirst(
      all.filter((name) => name.startsWith(query.toLowerCase())),
      '/',
      (name) => name,
    )
    return fitting.map((name) => ({
      key: name,
      insert: `/${name} `,
      onChosen: () => keepRecent('/', name),
      line: (
        <>
          <span className="shrink-0 text-[0.875rem] font-medium">
            /{name} <span className="font-normal text-soft">{commands[name].usage}</span>
          </span>
          <span className="ms-auto truncate text-meta text-soft">{commands[name].help}</span>
        </>
      ),
    }))
  }, [query])
}
