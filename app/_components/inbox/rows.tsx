'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Empty } from '#app/_components/ui/empty.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'

type Props = {
  label: string
  /** Null while nothing came yet. */
  rows: readonly ReactNode[] | null
  empty: ReactNode
  error?: unknown
  more?: (() => void) | null
}

/** A list one walks with j and k or the arrows; Enter opens a row, E is done with it. */
export function Rows({ label, rows, empty, error = null, more = null }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const at = useRef<number | null>(null)
  const live = useChatState((state) => state.connection.status === 'live')
  const all = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const count = rows?.length ?? 0

  // A row that had the focus is gone: the one in its place has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row came or went
  useEffect(() => {
    if (at.current === null || document.activeElement !== document.body) return
    const left = all()
    left[Math.min(at.current, left.length - 1)]?.focus()
  }, [count])

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey || !(event.target instanceof HTMLElement)) return
    const rowsNow = all()
    const index = rowsNow.indexOf(event.target)
    const act = (verb: string) => rowsNow[index]?.querySelector<HTMLElement>(`[data-verb="${verb}"]`)?.click()
    if (index < 0) return
    at.current = index
    if (event.key === 'j' || event.key === 'ArrowDown') rowsNow[index + 1]?.focus()
    else if (event.key === 'k' || event.key === 'ArrowUp') rowsNow[index - 1]?.focus()
    else if (event.key === 'Enter') act('open')
    else if (event.key === 'e') act('done')
    else return
    event.preventDefault()
  }

  if (rows === null && error === null && live) return <RowBones />
  if (rows === null || rows.length === 0)
    return <Empty>{error !== null ? refusalInWords(error) : rows === null ? say.screens.youAreNotConnected : empty}</Empty>
  return (
    <>
      <ul
        ref={list}
        aria-label={label}
        className="flex flex-col"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = all().findIndex((row) => row.contains(event.target))
          at.current = index < 0 ? null : index
        }}
      >
        {rows}
      </ul>
      {error !== null && <p className="px-5 py-2 text-meta text-danger">{refusalInWords(error)}</p>}
      {more && (
        <Button className="my-3 self-center" onClick={more}>
          {say.screens.showMore}
        </Button>
      )}
    </>
  )
}

function RowBones() {
  return (
    <div className="flex flex-col gap-6 px-5 pt-4" role="status" aria-label={say.screens.loading}>
      {['w-1/3', 'w-1/2', 'w-2/5', 'w-1/4'].map((width) => (
        <div key={width} className="flex flex-col gap-2">
          <Bone className={`h-3.5 ${width}`} />
          <Bone className="h-3 w-4/5" />
        </div>
      ))}
    </div>
  )
}
