'use client'

import { type RefObject, useEffect } from 'react'

/** Typing while nothing else has the focus goes to the composer. A message that has the focus keeps its own keys. */
export function useTypeToFocus(box: RefObject<HTMLTextAreaElement | null>, on: boolean) {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (
        event.key.length !== 1 ||
        event.key === '?' ||
        event.key === '/' ||
        event.key === ' ' ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        event.defaultPrevented
      )
        return
      const target = event.target instanceof HTMLElement ? event.target : document.body
      if (target === document.body || target.matches('main, [data-region]:not(textarea)')) box.current?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [box, on])
}
