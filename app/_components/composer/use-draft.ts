'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import type { RoomSummary } from '#protocol/models.ts'

const PAUSE_MS = 500

/** The text of a composer, kept as the room's draft after a short pause and when one leaves. */
export function useDraft(room: RoomSummary) {
  const chat = useChat()
  const [text, setText] = useState(room.draft ?? '')
  const state = useRef({ text, saved: text, edited: false, timer: null as ReturnType<typeof setTimeout> | null })
  const roomId = room.id

  const save = useCallback(() => {
    const now = state.current
    if (now.timer) clearTimeout(now.timer)
    now.timer = null
    if (now.text === now.saved) return
    now.saved = now.text
    chat.setDraft(roomId, now.text)
  }, [chat, roomId])

  useEffect(() => save, [save])
  useEffect(() => {
    window.addEventListener('pagehide', save)
    return () => window.removeEventListener('pagehide', save)
  }, [save])

  // A draft written on another device appears while nothing was typed here.
  useEffect(() => {
    const draft = room.draft ?? ''
    if (state.current.edited || draft === state.current.text) return
    state.current.text = draft
    state.current.saved = draft
    setText(draft)
  }, [room.draft])

  const change = useCallback(
    (next: string) => {
      const now = state.current
      now.text = next
      now.edited = next !== ''
      setText(next)
      if (now.timer) clearTimeout(now.timer)
      now.timer = setTimeout(save, PAUSE_MS)
    },
    [save],
  )

  /** After sending: the draft is gone at once. */
  const empty = useCallback(() => {
    change('')
    save()
  }, [change, save])

  return { text, change, empty }
}
