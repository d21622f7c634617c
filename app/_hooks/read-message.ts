'use client'

import { useEffect, useState } from 'react'
import type { Chat } from '#client/index.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Message } from '#protocol/models.ts'
import { useChat, useChatState } from './chat.tsx'

/** What was read once is good for as long (ms); a room that is held is always as it is. */
const GOOD_MS = 30_000
const read = new Map<string, { at: number; message: Promise<Message | null> }>()

function readOnce(chat: Chat, roomId: string, seq: number): Promise<Message | null> {
  const key = `${roomId} ${seq}`
  const known = read.get(key)
  if (known && Date.now() - known.at < GOOD_MS) return known.message
  const message = chat.readMessage(roomId, seq)
  read.set(key, { at: Date.now(), message })
  message.catch(() => read.delete(key))
  return message
}

/** A message of any room, as far as oneself may see it: `null` where one may not or there is none, `undefined` while it is asked for. */
export function useReadMessage(roomId: string, seq: number): Message | null | undefined {
  const chat = useChat()
  const held = useChatState((state) => state.timelines[roomId]?.messages.find((one) => one.seq === seq))
  const live = useChatState((state) => state.connection.status === 'live')
  const [found, setFound] = useState<Message | null | undefined>(undefined)
  const isHeld = held !== undefined

  useEffect(() => {
    if (isHeld || !live) return
    let dropped = false
    readOnce(chat, roomId, seq).then(
      (message) => !dropped && setFound(message),
      (error: unknown) => !dropped && error instanceof Refusal && error.code === 'not_found' && setFound(null),
    )
    return () => {
      dropped = true
    }
  }, [chat, roomId, seq, isHeld, live])

  return held ?? found
}
