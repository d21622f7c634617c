'use client'

import { Clock } from 'lucide-react'
import { useState } from 'react'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { forgetSearches, recentSearches } from '#app/_preferences/searches.ts'
import { say } from '#app/_words/say.ts'

const examples = () => [
  { typed: 'deploy', words: say.search.alsoFindsDeploymentAndRedeployed },
  { typed: '"on call"', words: say.search.theseWordsOneAfterThe },
  { typed: 'from:me has:link', words: say.search.linksYouSent },
  { typed: 'is:mention after:yesterday', words: say.search.whatMentionsYouToday },
  { typed: 'is:saved', words: say.search.whatYouSaved },
  { typed: 'release notes sort:best', words: say.search.theClosestMatchFirstNot },
  { typed: 'error -timeout', words: say.search.errorsThatAreNoTimeouts },
]

/** Before anything is typed: what was looked for last, and what one may type. */
export function SearchStart({ onChoose }: { onChoose: (query: string) => void }) {
  const viewer = useViewer()
  const [recent, setRecent] = useState(() => recentSearches(viewer.id))
  return (
    <div className="flex flex-col gap-6 px-3 py-2 narrow:px-2">
      {recent.length > 0 && (
        <section aria-labelledby="recent-searches">
          <div className="flex items-center justify-between">
            <h2 id="recent-searches" className="text-meta font-semibold text-soft">
              {say.search.recentSearches}
            </h2>
            <button
              type="button"
              onClick={() => {
                forgetSearches()
                setRecent([])
              }}
              className="rounded px-2 py-1 text-meta text-soft hover:bg-hover hover:text-ink"
            >
              {say.search.clear}
            </button>
          </div>
          <ul className="pt-1">
            {recent.map((query) => (
              <li key={query}>
                <button
                  type="button"
                  onClick={() => onChoose(query)}
                  className="-mx-2 flex h-9 w-[calc(100%+1rem)] items-center gap-2.5 rounded-lg px-2 text-start text-[0.875rem] hover:bg-hover narrow:h-11"
                >
                  <Clock size={15} className="shrink-0 text-soft" aria-hidden="true" />
                  <bdi className="truncate">{query}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="search-examples">
        <h2 id="search-examples" className="text-meta font-semibold text-soft">
          {say.search.whatYouCanType}
        </h2>
        <ul className="pt-1">
          {examples().map(({ typed, words }) => (
            <li key={typed}>
              <button
                type="button"
                onClick={() => onChoose(typed)}
                className="-mx-2 flex min-h-9 w-[calc(100%+1rem)] flex-wrap items-baseline gap-x-3 rounded-lg px-2 py-1.5 text-start hover:bg-hover narrow:min-h-11"
              >
                <code dir="ltr" className="font-mono text-[0.84375rem]">
                  {typed}
                </code>
                <span className="text-meta text-soft">{words}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
