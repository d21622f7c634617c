'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { parseRoomId } from '#app/_preferences/preferences.ts'

/** Where in the chat a person is. The address says it; nothing is asked of the server to go elsewhere. */
export type Place =
  | { at: 'home' }
  /** The list of rooms, alone on narrow screens. */
  | { at: 'rooms' }
  | { at: 'discover' }
  | { at: 'room'; roomId: string; seq: number | null; threadOf: string | null }

export function parsePlace(pathname: string, search: URLSearchParams): Place {
  const [, first, second] = pathname.split('/')
  const roomId = first === 'r' ? parseRoomId(second) : null
  if (roomId !== null) {
    const seq = Number(search.get('m') ?? Number.NaN)
    return {
      at: 'room',
      roomId,
      seq: Number.isSafeInteger(seq) && seq > 0 ? seq : null,
      threadOf: parseRoomId(search.get('t') ?? undefined),
    }
  }
  if (first === 'discover') return { at: 'discover' }
  if (first === 'rooms') return { at: 'rooms' }
  return { at: 'home' }
}

export function usePlace(): Place {
  const pathname = usePathname()
  const search = useSearchParams()
  return useMemo(() => parsePlace(pathname, search), [pathname, search])
}

export const roomPath = (roomId: string) => `/r/${roomId}`
export const messagePath = (roomId: string, seq: number) => `/r/${roomId}?m=${seq}`
export const threadPath = (roomId: string, messageId: string, seq?: number) =>
  seq === undefined ? `/r/${roomId}?t=${messageId}` : `/r/${roomId}?m=${seq}&t=${messageId}`

/** Goes elsewhere in the chat at once: the pane is drawn from what the engine holds. */
export function go(path: string, how: 'push' | 'replace' = 'push') {
  if (path === window.location.pathname + window.location.search) return
  if (how === 'push') window.history.pushState(null, '', path)
  else window.history.replaceState(null, '', path)
}
