'use client'

import { type DragEvent, useCallback, useMemo, useRef, useState } from 'react'
import { Composer, type ComposerHandle } from '#app/_components/composer/composer.tsx'
import { Timeline, type TimelineHandle } from '#app/_components/timeline/timeline.tsx'
import { TypingLine } from '#app/_components/timeline/typing-line.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { mayGovern, type RoomView, RoomViewContext } from './room-view.tsx'
import { whyNotWrite } from './writing.ts'

const ReadOnly = fetched(() => import('#app/_components/composer/read-only.tsx').then((module) => module.ReadOnly), 'composing')
const QuoteSelection = fetched(() => import('./quote-selection.tsx').then((module) => module.QuoteSelection))

type Props = {
  room: RoomSummary
  title: string
  /** The room whose members and rules count: a thread's parent. */
  law: RoomSummary
  targetSeq?: number | null
  openThread?: (message: Message) => void
  /** In a thread: the message it belongs to. */
  parentMessage?: Message | undefined
}

/** The timeline of a room or thread with what is written into it. */
export function Conversation({ room, title, law, targetSeq = null, openThread, parentMessage }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const whyNot = whyNotWrite(room, law, viewer)
  const canSend = whyNot === null
  const canWrite = canSend || whyNot === 'announcements'
  const [editing, setEditing] = useState<string | null>(null)
  const [quoted, setQuoted] = useState<Message | null>(null)
  const timeline = useRef<TimelineHandle>(null)
  const input = useRef<ComposerHandle>(null)
  const frame = useRef<HTMLDivElement>(null)
  const openThreadLatest = useRef(openThread)
  openThreadLatest.current = openThread
  const hasThreads = openThread !== undefined

  const focusComposer = useCallback(() => input.current?.focus(), [])
  const view = useMemo<RoomView>(
    () => ({
      room,
      law,
      canWrite,
      canSend,
      governs: mayGovern(law),
      editing,
      edit: (id) => {
        setEditing(id)
        if (id === null) focusComposer()
      },
      quote: (message) => {
        setQuoted(message)
        focusComposer()
      },
      openThread: hasThreads ? (message) => openThreadLatest.current?.(message) : null,
      jumpTo: (seq) => timeline.current?.jumpTo(seq),
      markUnread: (message) => {
        timeline.current?.markUnread(message.seq)
        chat.markUnread(room.id, message.seq).catch((error: unknown) => tell(refusalInWords(error), 'refused'))
      },
      focusComposer,
    }),
    [chat, room, law, canWrite, canSend, editing, hasThreads, focusComposer],
  )

  function quoteWords(messageId: string, text: string) {
    const message = chat.getState().timelines[room.id]?.messages.find((one) => one.id === messageId)
    if (message) setQuoted(message)
    input.current?.insert(`> ${text.replaceAll('\n', '\n> ')}\n\n`)
  }

  const [dragging, setDragging] = useState(false)
  const onFiles = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(say.room.files)) return
      event.preventDefault()
      setDragging(canSend)
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false)
    },
    onDrop: (event: DragEvent) => {
      setDragging(false)
      if (event.dataTransfer.files.length === 0) return
      event.preventDefault()
      if (canSend) input.current?.attach([...event.dataTransfer.files])
      else void tell(say.room.youCantWriteHereSo, 'refused')
    },
  }

  return (
    <RoomViewContext value={view}>
      <div ref={frame} className="relative flex min-h-0 flex-1 flex-col" {...onFiles}>
        {dragging && (
          <p className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-canvas/85 text-title font-semibold">
            {say.room.dropToAttach}
          </p>
        )}
        <Timeline ref={timeline} room={room} title={title} targetSeq={targetSeq} parentMessage={parentMessage} />
        <div className="shrink-0 px-5 pb-[max(0.75rem,env(safe-area-inset-bottom))] narrow:px-2.5">
          {canSend ? (
            <Composer
              ref={input}
              room={room}
              title={title}
              quoted={quoted}
              onQuoted={setQuoted}
              onSent={() => timeline.current?.toPresent()}
              onScroll={(pages) => timeline.current?.scrollPages(pages)}
            />
          ) : (
            <ReadOnly room={law} why={whyNot} />
          )}
          <TypingLine roomId={room.id} />
        </div>
        {canSend && <QuoteSelection within={frame} onQuote={quoteWords} />}
      </div>
    </RoomViewContext>
  )
}
