'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useWindowFocused } from '#app/_hooks/window-state.ts'
import type { TimelineState } from '#client/index.ts'
import type { RoomSummary } from '#protocol/models.ts'

export type Divider = {
  /** The line "New" stands after this seq; null for no line. */
  seq: number | null
  /** Reading moves the cursor, unless one marked something unread oneself. */
  mayRead: boolean
  clear: () => void
  markUnread: (fromSeq: number) => void
}

/**
 * Where "New" stands. Frozen when the room is opened, set once more when the first answer of the server knows better, and set
 * when something comes while the person looks elsewhere. Gone on send and on Esc.
 */
export function useDivider(room: RoomSummary, timeline: TimelineState | undefined): Divider {
  const live = useChatState((state) => state.connection.status === 'live')
  const focused = useWindowFocused()
  const [seq, setSeq] = useState<number | null>(() => (room.unread > 0 ? room.readSeq : null))
  const [mayRead, setMayRead] = useState(true)
  const settled = useRef(live && timeline !== undefined)
  const { unread, readSeq } = room

  useEffect(() => {
    if (settled.current || !live) return
    settled.current = true
    setSeq(unread > 0 ? readSeq : null)
  }, [live, unread, readSeq])

  useEffect(() => {
    if (settled.current && !focused && unread > 0) setSeq((before) => before ?? readSeq)
  }, [focused, unread, readSeq])

  const clear = useCallback(() => {
    setSeq(null)
    setMayRead(true)
  }, [])
  const markUnread = useCallback((fromSeq: number) => {
    setSeq(fromSeq - 1)
    setMayRead(false)
  }, [])
  return { seq, mayRead, clear, markUnread }
}
