'use client'

import { useEffect, useState } from 'react'

const KEY = 'parley-formatting'

/** Whether the buttons that format are shown: on wide screens until they are put away, on glass once they are asked for. */
export function useFormats(touch: boolean): [boolean, () => void] {
  const [kept, setKept] = useState<string | null>(null)
  useEffect(() => {
    try {
      setKept(localStorage.getItem(KEY))
    } catch {
      // Storage is refused: as it is at first.
    }
  }, [])
  const shown = kept === null ? !touch : kept === 'shown'
  return [
    shown,
    () => {
      const next = shown ? 'hidden' : 'shown'
      setKept(next)
      try {
        localStorage.setItem(KEY, next)
      } catch {
        // It lasts as long as the page.
      }
    },
  ]
}
