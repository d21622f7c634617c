'use client'

import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds. For drawing something else altogether; what CSS can do stays in CSS. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}

export const useNarrow = () => useMedia('(max-width: 719.98px)')
/** Fingers rather than a pointer that can hover. */
export const useTouch = () => useMedia('(hover: none)')
