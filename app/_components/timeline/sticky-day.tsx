'use client'

import { type RefObject, useEffect, useMemo, useState } from 'react'
import { dayInWords } from '#app/_words/time.ts'

/** It goes this long (ms) after the last scrolling: at rest no line is covered. */
const STAYS_MS = 900

/** The day of what passes by, floating over the top while one scrolls. Decoration: the day lines say it too. */
export function StickyDay({ at, scroller }: { at: string | null; scroller: RefObject<HTMLElement | null> }) {
  const words = useMemo(() => (at === null ? null : dayInWords(new Date(at), new Date())), [at])
  const [shown, setShown] = useState(false)

  useEffect(() => {
    const element = scroller.current
    let timer: ReturnType<typeof setTimeout> | undefined
    // What the page itself moves is no scrolling: only after a hand on wheel, screen, bar or key.
    let handAt = Number.NEGATIVE_INFINITY
    const hand = () => {
      handAt = performance.now()
    }
    const scrolled = () => {
      if (performance.now() - handAt > STAYS_MS) return
      hand()
      setShown(true)
      clearTimeout(timer)
      timer = setTimeout(() => setShown(false), STAYS_MS)
    }
    const hands = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
    for (const name of hands) element?.addEventListener(name, hand, { passive: true })
    element?.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const name of hands) element?.removeEventListener(name, hand)
      element?.removeEventListener('scroll', scrolled)
    }
  }, [scroller])

  if (words === null) return null
  return (
    <div
      aria-hidden="true"
      data-sticky-day
      className={`pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center transition-opacity duration-180 ${shown ? '' : 'opacity-0'}`}
    >
      <span className="rounded-full bg-float px-3 py-0.5 text-[0.75rem] leading-5 font-medium text-soft shadow-[0_0_0_1px_var(--line)]">
        {words}
      </span>
    </div>
  )
}
