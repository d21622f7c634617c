'use client'

import { useEffect, useRef, useState } from 'react'
import { useChat } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { messageInWords } from '#app/_markdown/in-words.ts'
import { readChoice } from '#app/_preferences/read.ts'
import { authorInWords } from '#app/_words/author.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'
import { lastSeqOf } from './rows.ts'

const BATCH_MS = 1_000
const READ_OUT_MAX = 160

type Props = { roomId: string; messages: readonly Message[]; hasAfter: boolean }

/** Tells screen readers what others write in the open room, a second's worth at a time. */
export function Announcer({ roomId, messages, hasAfter }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const [words, setWords] = useState('')
  const told = useRef<number | null>(null)
  const waiting = useRef<Message[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another room starts anew
  useEffect(() => {
    told.current = null
    return () => {
      if (timer.current) clearTimeout(timer.current)
    }
  }, [roomId])

  useEffect(() => {
    if (hasAfter || messages.length === 0) return
    const before = told.current
    told.current = lastSeqOf(messages)
    if (before === null) return
    const wanted = readChoice('announce')
    waiting.current.push(
      ...messages.filter(
        (message) =>
          message.seq > before &&
          message.authorId !== viewer.id &&
          wanted !== 'off' &&
          (wanted === 'all' || message.mentions.userIds.includes(viewer.id) || message.mentions.room !== undefined),
      ),
    )
    if (waiting.current.length === 0 || timer.current) return
    timer.current = setTimeout(() => {
      const [first] = waiting.current
      const name = first && authorInWords(first, chat.getState().users[first.authorId], say.timeline.somebody)
      setWords(
        waiting.current.length === 1 && first
          ? `${name}${first.kind === 'system' ? '' : ':'} ${messageInWords(first, READ_OUT_MAX)}`
          : say.timeline.newMessagesCame(waiting.current.length),
      )
      waiting.current = []
      timer.current = null
    }, BATCH_MS)
  }, [chat, messages, hasAfter, viewer.id])

  return (
    <p role="status" aria-label={say.timeline.newMessages} className="sr-only">
      {words}
    </p>
  )
}
