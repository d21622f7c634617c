'use client'

import { ArrowUp } from 'lucide-react'
import { type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useTouch } from '#app/_hooks/media.ts'
import { go, inboxPath } from '#app/_hooks/place.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { readChoice } from '#app/_preferences/read.ts'
import { useShortcuts } from '#app/_shortcuts/use-shortcuts.ts'
import { say } from '#app/_words/say.ts'
import type { Message, RoomSummary, User } from '#protocol/models.ts'
import { isInFence } from './fences.ts'
import { mayAsk } from './may-ask.ts'
import { commandHelp, Note, type NoteWords, problemNote } from './note.tsx'
import { Quoted } from './quoted.tsx'
import { SendLater } from './send-later.tsx'
import { sizeInWords } from './size.ts'
import { completing, Suggestions } from './suggestions.tsx'
import { Tools } from './tools.tsx'
import { useAttaching } from './use-attaching.ts'
import { useDraft } from './use-draft.ts'
import { useField } from './use-field.tsx'
import { useFormats } from './use-formats.ts'
import { useHeldUp } from './use-held-up.ts'
import { usePaste } from './use-paste.ts'
import { useSending } from './use-sending.ts'
import { useSlowMode } from './use-slow-mode.ts'
import { useTypeToFocus } from './use-type-to-focus.ts'

const Asking = fetched(() => import('./asking.tsx').then((module) => module.Asking), 'composing')
const FormatBar = fetched(() => import('./format-bar.tsx').then((module) => module.FormatBar), 'composing')
const OtherDraft = fetched(() => import('./other-draft.tsx').then((module) => module.OtherDraft), 'composing')
const Tray = fetched(() => import('#app/_components/files/on-their-way.ts').then((module) => module.Tray), 'files')
const Warnings = fetched(() => import('./warnings.tsx').then((module) => module.Warnings), 'composing')

export type ComposerHandle = {
  focus(): void
  /** Puts words where the caret is. */
  insert(words: string): void
  attach(files: readonly File[]): void
}

type Props = {
  ref: Ref<ComposerHandle>
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
  const files = useAttaching(room.id)
  const [formats, toggleFormats] = useFormats(touch)
  const [asks, setAsks] = useState(false)
  const [outsiders, setOutsiders] = useState<readonly User[]>([])
  const box = useRef<HTMLTextAreaElement>(null)

  const thread = room.kind === 'THREAD'
  const may = mayAsk(room, viewer)
  const asking = may && asks
  const size = sizeInWords(draft.text)
  const sendable = (draft.text.trim() !== '' || files.uploads.length > 0) && !size?.tooLarge

  function freed() {
    draft.empty()
    setAsks(false)
    setOutsiders([])
  }
  const sending = useSending({
    room,
    text: draft.latest,
    more: { confirm: asking, fileIds: files.ids, ...(quoted ? { replyToId: quoted.id } : {}) },
    onSent: () => {
      freed()
      onQuoted(null)
      onSent()
    },
    onDone: freed,
  })

  function write(text: string) {
    draft.change(text)
    sending.clear()
    files.clear()
    chat.typing(room.id, text.trim() !== '' && !text.startsWith('/'))
  }
  async function sendLater(at: Date) {
    const text = draft.text.trim()
    await chat.schedule(room.id, text, at, { fileIds: files.ids, ...(quoted ? { replyToId: quoted.id } : {}) })
    chat.typing(room.id, false)
    // What was written on meanwhile stays.
    if (box.current?.value.trim() === text) draft.empty()
    onQuoted(null)
    box.current?.focus()
    const { whenInWords } = await import('#app/_words/when.ts')
    void tell(say.composer.itWillBeSent(whenInWords(at, new Date())), 'done', {
      label: say.composer.show,
      run: () => go(inboxPath('scheduled')),
    })
  }

  function editLast() {
    const last = chat
      .getState()
      .timelines[room.id]?.messages.findLast(
        (one) =>
          one.authorId === viewer.id && one.deletedAt === undefined && one.hiddenAt === undefined && one.kind === undefined,
      )
    if (last) view.edit(last.id)
  }

  const send = () => sendable && files.mayGo() && sending.send()
  const field = useField({
    box,
    room,
    text: draft.text,
    onText: write,
    onSend: send,
    onEditLast: editLast,
    onEscape: quoted ? () => onQuoted(null) : asking ? () => setAsks(false) : null,
    onScroll,
    onOutsider: ({ outsider }) => outsider && setOutsiders((all) => [...all.filter((one) => one.id !== outsider.id), outsider]),
    enterSends: !touch && readChoice('enter') === 'sends',
    commands: true,
  })
  const onPaste = usePaste({
    place: field.place,
    onChange: field.change,
    onInsert: field.insert,
    onFiles: files.attach,
  })
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus(), insert: field.insert, attach: files.attach }))

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
  const inCode = !touch && draft.text.includes('```') && isInFence(draft.text, box.current?.selectionStart ?? draft.text.length)
  const calm = (words: string | null): NoteWords | null => (words === null ? null : { words, isBad: false })
  const note =
    (sending.problem && problemNote(sending.problem)) ??
    (files.problem === null ? null : { words: files.problem, isBad: true }) ??
    (size && { words: size.words, isBad: size.tooLarge }) ??
    calm(commandHelp(draft.text)) ??
    calm(heldUp) ??
    calm(inCode ? say.composer.inCodeEnterMakesA : null) ??
    calm(slow)
  return (
    <div className="relative">
      {field.completion}
      <Suggestions
        id={`${id}-list`}
        suggestions={field.suggestions}
        active={field.active}
        onActive={field.setActive}
        onChoose={field.complete}
      />
      <div className="rounded-xl border border-line-strong bg-field transition-colors duration-120 focus-within:border-accent/60">
        <OtherDraft roomId={room.id} text={draft.text} onTake={write} />
        {quoted && <Quoted message={quoted} onDrop={() => onQuoted(null)} />}
        {asking && <Asking room={room} onDrop={() => setAsks(false)} />}
        {(outsiders.length > 0 || draft.text.includes('@')) && (
          <Warnings
            room={room}
            text={draft.text}
            outsiders={outsiders}
            onInvited={(user) => setOutsiders((all) => all.filter((one) => one.id !== user.id))}
          />
        )}
        {files.uploads.length > 0 && <Tray uploads={files.uploads} />}
        {formats && (
          <div className="min-h-[34px]">
            <FormatBar place={field.place} onChange={field.change} touch={touch} />
          </div>
        )}
        <textarea
          ref={box}
          data-region={thread ? undefined : ''}
          rows={1}
          value={draft.text}
          dir="auto"
          aria-label={thread ? say.composer.replyInThread : say.composer.message(title)}
          placeholder={thread ? say.composer.replyDots : say.composer.message(title)}
          {...completing(`${id}-list`, open, field.active)}
          aria-describedby={note ? `${id}-note` : undefined}
          enterKeyHint={touch ? 'enter' : 'send'}
          onChange={field.onChange}
          onSelect={field.onSelect}
          onKeyDown={field.onKeyDown}
          onPaste={onPaste}
          onBlur={() => {
            field.close()
            chat.typing(room.id, false)
          }}
          className="block max-h-[min(40dvh,320px)] min-h-11 w-full resize-none field-sizing-content bg-transparent px-3.5 pt-[11px] pb-1 outline-none placeholder:text-soft"
        />
        <div className="flex items-center gap-px px-1.5 pb-1.5">
          <Tools
            touch={touch}
            formats={formats}
            onFormats={toggleFormats}
            isMine={() => document.activeElement === box.current || !(thread || document.activeElement?.matches('textarea'))}
            onFiles={(chosen) => {
              files.attach(chosen)
              box.current?.focus()
            }}
            onEmoji={field.insert}
            onDone={() => box.current?.focus()}
            asks={may ? asks : null}
            onAsk={() => {
              setAsks(!asks)
              box.current?.focus()
            }}
          />
          {note && <Note id={`${id}-note`} note={note} onAsText={sending.post} />}
          <button
            type="button"
            aria-label={say.composer.send}
            data-tip={say.composer.send}
            data-tip-keys="send"
            aria-disabled={!sendable}
            onPointerDown={(event) => event.preventDefault()}
            onClick={send}
            className="ms-auto grid size-7 shrink-0 place-items-center rounded-s-lg bg-accent-fill text-on-accent transition-colors duration-120 hover:bg-accent-fill-hover aria-disabled:bg-press aria-disabled:text-soft narrow:size-9"
          >
            <ArrowUp size={17} strokeWidth={2.25} />
          </button>
          <SendLater disabled={!sendable || asking || !files.areWhole} onChoose={sendLater} />
        </div>
      </div>
    </div>
  )
}
