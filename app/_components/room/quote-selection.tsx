'use client'

import { Quote } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { say } from '#app/_words/say.ts'

/** After this pause (ms) a selection is taken for made. */
const SETTLE_MS = 150

type Chosen = { messageId: string; text: string; x: number; y: number }
type Props = { within: RefObject<HTMLElement | null>; onQuote: (messageId: string, text: string) => void }

/** A button over words that are selected in a message: they go into the field as a quote. */
export function QuoteSelection({ within, onQuote }: Props) {
  const [chosen, setChosen] = useState<Chosen | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setChosen(findChosen(within.current)), SETTLE_MS)
    }
    const drop = () => setChosen(null)
    document.addEventListener('selectionchange', look)
    within.current?.addEventListener('scroll', drop, { capture: true, passive: true })
    const scroller = within.current
    return () => {
      clearTimeout(timer)
      document.removeEventListener('selectionchange', look)
      scroller?.removeEventListener('scroll', drop, { capture: true })
    }
  }, [within])

  if (chosen === null) return null
  return (
    <button
      type="button"
      aria-label={say.room.quoteSelectedWords}
      style={{ left: chosen.x, top: chosen.y }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        onQuote(chosen.messageId, chosen.text)
        document.getSelection()?.removeAllRanges()
        setChosen(null)
      }}
      className="fixed z-30 flex h-8 -translate-x-1/2 animate-appear items-center gap-1.5 rounded-lg bg-float px-2.5 text-meta font-medium shadow-float hover:bg-hover narrow:h-11"
    >
      <Quote size={14} aria-hidden="true" /> {say.room.quote}
    </button>
  )
}

/** The words selected within the body of one message, and a place above them; below on glass, where the device's own menu is above. */
function findChosen(within: HTMLElement | null): Chosen | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || within === null || selection.rangeCount === 0) return null
  const bodyOf = (node: Node | null) => (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('.md')
  const body = bodyOf(selection.anchorNode)
  const messageId = body?.closest<HTMLElement>('[data-message]')?.dataset.message
  const text = selection.toString().trim()
  if (!body || messageId === undefined || text === '' || !within.contains(body) || bodyOf(selection.focusNode) !== body)
    return null
  const box = selection.getRangeAt(0).getBoundingClientRect()
  const isTouch = window.matchMedia('(hover: none)').matches
  const frame = within.getBoundingClientRect()
  const y = isTouch ? box.bottom + 12 : box.top - 38
  return {
    messageId,
    text,
    x: Math.min(Math.max(box.left + box.width / 2, frame.left + 50), frame.right - 50),
    y: Math.min(Math.max(y, frame.top + 4), frame.bottom - 44),
  }
}
