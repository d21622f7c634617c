'use client'

import { useEffect } from 'react'

/**
 * Runs `then` when this page may be about to go: hidden is the last that a phone tells of a page, and a page that is left for
 * another is not everywhere hidden first.
 */
export function useLeaving(then: () => void) {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'hidden') then()
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pagehide', then)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pagehide', then)
    }
  }, [then])
}
