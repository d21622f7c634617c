'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import { useLeaving } from '#app/_hooks/leaving.ts'
import type { RoomSummary } from '#protocol/models.ts'

const PAUSE_MS = 500

/** The text of a composer, kept as the room's draft after a short pause and when one leaves. It follows what other devices write [X1]. */
export function useDraft(room: RoomSummary) {
  const chat = useChat()
  const [text, setText] = useState(room.draft ?? '')
  const state = useRef({ text, saved: text, timer: null as ReturnType<typeof setTimeout> | null })
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
  useLeaving(
    useCallback(() => {
      save()
      chat.flushDrafts()
    }, [save, chat]),
  )

  // What another device wrote appears, unless something typed here is not kept yet.
  useEffect(() => {
    const draft = room.draft ?? ''
    const now = state.current
    if (now.text !== now.saved || draft === now.text) return
    now.text = draft
    now.saved = draft
    setText(draft)
  }, [room.draft])

  const change = useCallback(
    (next: string) => {
      const now = state.current
      now.text = next
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

  const latest = useCallback(() => state.current.text, [])

  return { text, latest, change, empty }
}
