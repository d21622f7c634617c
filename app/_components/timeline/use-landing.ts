'use client'

import { type RefObject, useMemo, useRef } from 'react'

/** A message that is to be shown: because somebody asked for it, or as the first unread one. */
export type Goal = { seq: number; how: 'target' | 'unread' }

/** A place that did not move for so many frames is reached. */
const STILL_FRAMES = 4
/** It is taken for reached after this long (ms): a page that is hidden draws no frames. */
const AT_MOST_MS = 1_500

/**
 * Remembers what was scrolled to until the timeline stands still. Heights above are guesses until they are drawn, so the way
 * there takes some frames; rows that are fetched meanwhile would change which row has the index that is aimed at.
 */
export function useLanding(scroller: RefObject<HTMLElement | null>) {
  const goal = useRef<Goal | null>(null)
  return useMemo(
    () => ({
      goal: () => goal.current,
      begin(next: Goal, landed: () => void) {
        goal.current = next
        const until = performance.now() + AT_MOST_MS
        let [last, still] = [Number.NaN, 0]
        const end = () => {
          clearTimeout(timer)
          if (goal.current !== next) return
          goal.current = null
          landed()
        }
        const look = () => {
          if (goal.current !== next) return
          const top = scroller.current?.scrollTop ?? 0
          still = top === last ? still + 1 : 0
          last = top
          if (still >= STILL_FRAMES || performance.now() > until) end()
          else requestAnimationFrame(look)
        }
        const timer = setTimeout(end, AT_MOST_MS)
        requestAnimationFrame(look)
      },
      /** A hand moves the timeline: it goes where that wants. */
      leave() {
        goal.current = null
      },
    }),
    [scroller],
  )
}
