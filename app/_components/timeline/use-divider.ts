'use client'

import { useCallback, useEffect, useState } from 'react'
import { useChatState } from '#app/_hooks/chat.tsx'
import { useWindowFocused } from '#app/_hooks/window-state.ts'
import type { RoomSummary } from '#protocol/models.ts'

export type Divider = {
  /** The line "New" stands after this seq; null for no line. */
  seq: number | null
  /** The server's first answer was heard: the line moves no more by itself. */
  settled: boolean
  /** Reading moves the cursor, unless one marked something unread oneself. */
  mayRead: boolean
  clear: () => void
  markUnread: (fromSeq: number) => void
}

/**
 * Where "New" stands. Frozen when the room is opened, set once more when the first answer of the server knows better, and set
 * when something comes while the person looks elsewhere. Gone on send and on Esc.
 */
export function useDivider(room: RoomSummary): Divider {
  const live = useChatState((state) => state.connection.status === 'live')
  const focused = useWindowFocused()
  const [seq, setSeq] = useState<number | null>(() => (room.unread > 0 ? room.readSeq : null))
  const [mayRead, setMayRead] = useState(true)
  const [settled, setSettled] = useState(live)
  const { unread, readSeq } = room

  useEffect(() => {
    if (settled || !live) return
    setSettled(true)
    setSeq(unread > 0 ? readSeq : null)
  }, [settled, live, unread, readSeq])

  useEffect(() => {
    if (settled && !focused && unread > 0) setSeq((before) => before ?? readSeq)
  }, [settled, focused, unread, readSeq])

  const clear = useCallback(() => {
    setSeq(null)
    setMayRead(true)
  }, [])
  const markUnread = useCallback((fromSeq: number) => {
    setSeq(fromSeq - 1)
    setMayRead(false)
  }, [])
  return { seq, settled, mayRead, clear, markUnread }
}
