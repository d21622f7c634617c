'use client'

import { type ReactNode, type RefObject, useEffect, useState } from 'react'

/** Longer code is drawn as it is: colours are not worth a second's wait. */
const CHARS_MAX = 20_000
const LINES_MAX = 600

/** Code in colours, once it comes near the screen and the highlighter is here; null until then, and where it knows nothing of it. */
export function useHighlight(box: RefObject<HTMLElement | null>, language: string | null, code: string): ReactNode {
  const [drawn, setDrawn] = useState<{ of: string; nodes: ReactNode } | null>(null)
  const isShort = code.length <= CHARS_MAX && code.split('\n', LINES_MAX + 1).length <= LINES_MAX

  useEffect(() => {
    const element = box.current
    if (language === null || !isShort || element === null) return
    let dropped = false
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        import('./highlight.ts').then(
          ({ highlight }) => !dropped && setDrawn({ of: code, nodes: highlight(language, code) }),
          // Without network it stays as it is.
          () => undefined,
        )
      },
      { rootMargin: '200px' },
    )
    observer.observe(element)
    return () => {
      dropped = true
      observer.disconnect()
    }
  }, [box, language, code, isShort])

  return drawn?.of === code ? drawn.nodes : null
}
