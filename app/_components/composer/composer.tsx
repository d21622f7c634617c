'use client'

import { ArrowUp } from 'lucide-react'
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useTouch } from '#app/_hooks/media.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { Message, RoomSummary } from '#protocol/models.ts'
import { Asking, mayAsk } from './asking.tsx'
import { Quoted } from './quoted.tsx'
import { sizeInWords } from './size.ts'
import { Suggestions } from './suggestions.tsx'
import { Tools } from './tools.tsx'
import { useDraft } from './use-draft.ts'
import { useField } from './use-field.ts'
import { useHeldUp } from './use-held-up.ts'
import { useSlowMode } from './use-slow-mode.ts'
import { useTypeToFocus } from './use-type-to-focus.ts'

type Props = {
  ref: Ref<HTMLTextAreaElement>
  room: RoomSummary
  title: string
  quoted: Message | null
  onQuoted: (message: Message | null) => void
  onSent: () => void
  onScroll: (pages: number) => void
}

/** Where one writes. Enter sends and frees the field at once; what happens to the message is told in the timeline. */
export function Composer({ ref, room, title, quoted, onQuoted, onSent, onScroll }: Props) {
  const chat = useChat()
  const viewer = useViewer()
  const view = useRoomView()
  const touch = useTouch()
  const id = useId()
  const draft = useDraft(room)
  const heldUp = useHeldUp(room.id)
  const slow = useSlowMode(room, view.law)
  const [error, setError] = useState<string | null>(null)
  const [asks, setAsks] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => box.current as HTMLTextAreaElement)

  const size = sizeInWords(draft.text)
  const sendable = draft.text.trim() !== '' && !size?.tooLarge
  const thread = room.kind === 'THREAD'
  const may = mayAsk(room, viewer)
  const asking = may && asks

  function send() {
    if (!sendable) return
    try {
      chat.send(room.id, draft.text.trim(), { confirm: asking, ...(quoted ? { replyToId: quoted.id } : {}) })
    } catch (cause) {
      return setError(refusalInWords(cause))
    }
    chat.typing(room.id, false)
    draft.empty()
    setError(null)
    setAsks(false)
    onQuoted(null)
    onSent()
  }

  function editLast() {
    const last = chat
      .getState()
      .timelines[room.id]?.messages.findLast(
        (one) => one.authorId === viewer.id && one.deletedAt === undefined && one.kind === undefined,
      )
    if (last) view.edit(last.id)
  }

  const field = useField({
    box,
    room,
    text: draft.text,
    onText: (text) => {
      draft.change(text)
      setError(null)
      chat.typing(room.id, text.trim() !== '')
    },
    onSend: send,
    onEditLast: editLast,
    onEscape: quoted ? () => onQuoted(null) : asking ? () => setAsks(false) : null,
    onScroll,
    enterSends: !touch,
  })

  useEffect(() => {
    if (!window.matchMedia('(hover: none)').matches) box.current?.focus({ preventScroll: true })
  }, [])
  useShortcuts(
    thread
      ? {}
      : {
          focusComposer: (event) => {
            event.preventDefault()
            box.current?.focus()
          },
        },
  )

  useTypeToFocus(box, !thread)

  const open = field.suggestions.length > 0
  const note = error ?? size?.words ?? heldUp ?? slow
  return (
    <div className="relative">
      {open && (
        <Suggestions
          id={`${id}-list`}
          suggestions={field.suggestions}
          active={field.active}
          onActive={field.setActive}
          onChoose={field.complete}
        />
      )}
      <div className="rounded-xl border border-line-strong bg-field transition-colors duration-120 focus-within:border-accent/60">
        {quoted && <Quoted message={quoted} onDrop={() => onQuoted(null)} />}
        {asking && <Asking room={room} onDrop={() => setAsks(false)} />}
        <textarea
          ref={box}
          data-region={thread ? undefined : ''}
          rows={1}
          value={draft.text}
          dir="auto"
          aria-label={thread ? 'Reply in thread' : `Message ${title}`}
          placeholder={thread ? 'Reply…' : `Message ${title}`}
          aria-autocomplete="list"
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open ? `${id}-list-${field.active}` : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          enterKeyHint={touch ? 'enter' : 'send'}
          onChange={field.onChange}
          onSelect={field.onSelect}
          onKeyDown={field.onKeyDown}
          onBlur={() => {
            field.close()
            chat.typing(room.id, false)
          }}
          className="block max-h-[min(40dvh,320px)] min-h-11 w-full resize-none field-sizing-content bg-transparent px-3.5 pt-[11px] pb-1 outline-none placeholder:text-soft"
        />
        <div className="flex items-center gap-px px-1.5 pb-1.5">
          <Tools
            touch={touch}
            onMark={field.mark}
            onEmoji={field.insert}
            onDone={() => box.current?.focus()}
            asks={may ? asks : null}
            onAsk={() => {
              setAsks(!asks)
              box.current?.focus()
            }}
          />
          {note && (
            <p
              id={`${id}-note`}
              role={error || size?.tooLarge ? 'alert' : undefined}
              className={`truncate ps-2 text-meta ${error || size?.tooLarge ? 'text-danger' : 'text-soft'}`}
            >
              {note}
            </p>
          )}
          <button
            type="button"
            aria-label="Send"
            data-tip="Send"
            data-tip-keys="send"
            aria-disabled={!sendable}
            onPointerDown={(event) => event.preventDefault()}
            onClick={send}
            className="ms-auto grid size-7 place-items-center rounded-lg bg-accent-fill text-on-accent transition-colors duration-120 hover:bg-accent-fill-hover aria-disabled:bg-press aria-disabled:text-soft narrow:size-9"
          >
            <ArrowUp size={17} strokeWidth={2.25} />
          </button>
        </div>
      </div>
    </div>
  )
}
