'use client'

import { useRef, useState } from 'react'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { loadArea } from '#app/_words/load.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { RoomSummary } from '#protocol/models.ts'
import { asWords, parseCommand } from './slash/commands.ts'

/** Why it was not sent. `asText`: it looked like a command; this would be sent as words. */
export type Problem = { words: string; asText?: string }

type Input = {
  room: RoomSummary
  /** What is in the field now. */
  text: () => string
  more: { replyToId?: string; confirm?: boolean; fileIds?: readonly string[] }
  /** It is on its way: the field is free. */
  onSent: () => void
  /** A command was done: nothing is left to send. */
  onDone: () => void
}

/** Sends what was written, or does what it commands. */
export function useSending({ room, text, more, onSent, onDone }: Input) {
  const chat = useChat()
  const viewer = useViewer()
  const [problem, setProblem] = useState<Problem | null>(null)
  const busy = useRef(false)

  function post(body: string) {
    try {
      chat.send(room.id, body, more)
    } catch (cause) {
      return setProblem({ words: refusalInWords(cause) })
    }
    chat.typing(room.id, false)
    setProblem(null)
    onSent()
  }

  async function command(typed: string, parsed: Extract<ReturnType<typeof parseCommand>, { type: 'command' }>) {
    if (busy.current) return
    busy.current = true
    try {
      const [{ runCommand }] = await Promise.all([import('./slash/run.ts'), loadArea('composing')])
      const ran = await runCommand(parsed.name, parsed.rest, { chat, room, viewer })
      if ('wrong' in ran) setProblem({ words: ran.wrong })
      else if ('send' in ran) post(ran.send)
      else {
        void tell(ran.done)
        setProblem(null)
        // What was typed on meanwhile stays.
        if (text().trim() === typed) onDone()
      }
    } catch (cause) {
      setProblem({ words: refusalInWords(cause) })
    } finally {
      busy.current = false
    }
  }

  return {
    problem,
    /** The text changed: what was wrong with it is over. */
    clear: () => setProblem(null),
    send() {
      const typed = text().trim()
      if (typed === '') return more.fileIds?.length ? post('') : undefined
      const parsed = parseCommand(typed)
      if (parsed.type === 'text') post(parsed.body)
      else if (parsed.type === 'command') void command(typed, parsed)
      else setProblem({ words: say.composer.thereIsNoCommand(parsed.name), asText: asWords(typed) })
    },
    post,
  }
}
