'use client'

import { ArrowLeft } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useNarrow } from '#app/_hooks/media.ts'
import { go, parsePlace, searchPath } from '#app/_hooks/place.ts'
import { useSearchMessages } from '#app/_hooks/search-messages.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { saveSearch } from '#app/_preferences/searches.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import { afterTyping, toField, toQuery, withOrder } from './field.ts'
import { HitRow } from './hit-row.tsx'
import { Order } from './order.tsx'
import { SearchField } from './search-field.tsx'
import { SearchStart } from './search-start.tsx'

/** Looks for messages in every room one may read. The address says what is looked for. */
export function SearchScreen({ query: linked }: { query: string }) {
  const viewer = useViewer()
  const narrow = useNarrow()
  const live = useChatState((state) => state.connection.status === 'live')
  const [field, setField] = useState(() => toField(linked))
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const query = toQuery(field)
  const { found, searching, error, more, again } = useSearchMessages(query)

  // What is typed goes into the address; an address that was gone to comes into the field.
  const told = useRef(linked)
  useEffect(() => {
    // The router tells late where one is, and may tell a former place: the address itself is asked.
    const place = addressed()
    if (place.at !== 'search' || place.query !== linked || linked === told.current) return
    told.current = linked
    setField(toField(linked))
    input.current?.focus()
  }, [linked])
  const tell = useCallback(() => {
    // Who went on to a message meanwhile is not brought back from it.
    if (query === told.current || addressed().at !== 'search') return
    told.current = query
    go(searchPath(query), 'replace')
  }, [query])
  useEffect(() => {
    const timer = setTimeout(tell, 300)
    return () => clearTimeout(timer)
  }, [tell])
  useEffect(() => input.current?.focus(), [])

  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])]
  function walk(event: KeyboardEvent<HTMLElement>) {
    const all = rows()
    const at = all.indexOf(event.currentTarget)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to < 0) input.current?.focus()
    else all[to]?.focus()
  }
  function toFirst() {
    const [first] = rows()
    first?.focus()
  }

  const hits = found?.hits ?? []
  const isStale = found !== null && found.query !== query
  const isCut = !live && query !== '' && (hits.length === 0 || isStale)
  const isFault = error instanceof Refusal && error.code !== 'invalid' && error.code !== 'not_found'
  return (
    <section aria-label={say.search.search} className="flex min-w-0 flex-1 flex-col" data-region tabIndex={-1}>
      <header className="flex min-h-13 shrink-0 items-start gap-2 border-b border-line py-1.5 ps-5 pe-5 narrow:ps-1.5 narrow:pe-3">
        {narrow && (
          <IconButton label={say.search.allRooms} onClick={() => go('/rooms')}>
            <ArrowLeft size={20} className="rtl:-scale-x-100" />
          </IconButton>
        )}
        <h1 className="sr-only">{say.search.searchMessages}</h1>
        <SearchField
          field={field}
          onField={setField}
          input={input}
          onDown={toFirst}
          onEnter={() => {
            const whole = afterTyping(field, `${field.text} `)
            setField({ ...whole, text: whole.text.trimEnd() })
            if (toQuery(whole) !== '') saveSearch(viewer.id, toQuery(whole))
            again()
          }}
        />
      </header>
      <p role="status" className="sr-only">
        {searching ? say.search.searching : found && !isStale ? foundInWords(hits.length, found.next !== undefined) : ''}
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex min-h-full max-w-3xl flex-col px-2 py-3">
          {isCut && <Empty>{say.search.youAreNotConnectedThe}</Empty>}
          {error !== null && (
            <Empty action={isFault ? <Button onClick={again}>{say.common.tryAgain}</Button> : undefined}>
              {refusalInWords(error)}
            </Empty>
          )}
          {query === '' && <SearchStart onChoose={(chosen) => setField(toField(chosen))} />}
          {query !== '' && error === null && live && found === null && <HitBones />}
          {query !== '' && error === null && !isStale && !searching && found !== null && hits.length === 0 && (
            <Empty>{say.search.nothingWasFoundTryFewer}</Empty>
          )}
          {query !== '' && error === null && !isCut && hits.length > 0 && (
            <>
              <Order field={field} onChoose={(bestFirst) => setField(withOrder(field, bestFirst))} />
              <ol
                ref={list}
                aria-label={say.search.messagesThatWereFound}
                aria-busy={searching}
                className={isStale ? 'opacity-50' : ''}
              >
                {hits.map((hit) => (
                  <li key={hit.message.id}>
                    <HitRow
                      hit={hit}
                      rooms={found?.rooms ?? new Map()}
                      onOpen={() => {
                        saveSearch(viewer.id, query)
                        tell()
                      }}
                      onKeyDown={walk}
                    />
                  </li>
                ))}
              </ol>
              {found?.next !== undefined && !isStale && (
                <Button className="mt-2 self-center" disabled={searching || !live} onClick={() => void more()}>
                  {say.search.showMore}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
    </section>
  )
}

const addressed = () => parsePlace(window.location.pathname, new URLSearchParams(window.location.search))

const foundInWords = (count: number, more: boolean): string =>
  count === 0 ? say.search.nothingWasFound : more ? say.search.foundAndMore(count) : say.search.found(count)

function HitBones() {
  return (
    <div className="flex flex-col gap-5 px-3 py-3" role="status" aria-label={say.search.searching}>
      {['w-2/3', 'w-4/5', 'w-1/2', 'w-3/4'].map((width) => (
        <div key={width} className="flex gap-3">
          <Bone className="size-9 rounded-lg" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <Bone className="h-3 w-1/3" />
            <Bone className={`h-3 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  )
}
