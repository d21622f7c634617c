'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { sizeInWords } from '#app/_components/composer/size.ts'
import { completing, Suggestions } from '#app/_components/composer/suggestions.tsx'
import { useField } from '#app/_components/composer/use-field.tsx'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Refused } from '#app/_components/ui/refused.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useTouch } from '#app/_hooks/media.ts'
import { readChoice } from '#app/_preferences/read.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Message } from '#protocol/models.ts'

/** What was changed and not saved, by message: a row that leaves the screen and comes back has it still. */
const unsaved = new Map<string, string>()

/** Changes a message where it stands. Enter saves, Esc leaves it as it was. What can't be saved any more can be sent anew. */
export function EditBox({ message }: { message: Message }) {
  const chat = useChat()
  const view = useRoomView()
  const touch = useTouch()
  const id = useId()
  const [body, setBody] = useState(unsaved.get(message.id) ?? message.body)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const gone = message.deletedAt !== undefined || message.hiddenAt !== undefined
  const size = sizeInWords(body)

  useEffect(() => {
    const element = box.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
    element?.scrollIntoView({ block: 'nearest' })
  }, [])

  function close() {
    unsaved.delete(message.id)
    view.edit(null)
  }
  async function save() {
    const text = body.trim()
    if (gone || size?.tooLarge || busy) return
    if ((text === '' && message.attachments.length === 0) || text === message.body) return close()
    setBusy(true)
    try {
      await chat.edit(message.roomId, message.id, text)
      close()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }
  function sendAnew() {
    try {
      chat.send(message.roomId, body.trim())
      close()
    } catch (cause) {
      setError(refusalInWords(cause))
    }
  }

  const field = useField({
    box,
    room: view.room,
    text: body,
    onText: (text) => {
      unsaved.set(message.id, text)
      setBody(text)
      setError(null)
    },
    onSend: () => void save(),
    onEditLast: null,
    onEscape: close,
    onScroll: null,
    enterSends: !touch && readChoice('enter') === 'sends',
    commands: false,
  })
  const note = gone ? say.message.thisMessageWasDeletedWhile : (error ?? (size?.tooLarge ? size.words : null))
  return (
    <div className="relative my-1 flex flex-col gap-2">
      {field.completion}
      <Suggestions
        id={`${id}-list`}
        suggestions={field.suggestions}
        active={field.active}
        onActive={field.setActive}
        onChoose={field.complete}
      />
      <textarea
        ref={box}
        aria-label={say.message.editMessage}
        value={body}
        dir="auto"
        readOnly={busy}
        {...completing(`${id}-list`, field.suggestions.length > 0, field.active)}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={field.onChange}
        onSelect={field.onSelect}
        onBlur={field.close}
        onKeyDown={(event) => {
          field.onKeyDown(event)
          if (event.defaultPrevented) event.stopPropagation()
        }}
        className="field-sizing-content max-h-64 min-h-10 w-full resize-none rounded-lg border border-line-strong bg-field px-3 py-2"
      />
      <div className="flex flex-wrap items-center gap-2">
        {gone ? (
          <Button tone="primary" className="h-8" disabled={body.trim() === '' || size?.tooLarge} onClick={sendAnew}>
            {say.message.sendAsNewMessage}
          </Button>
        ) : (
          <Button tone="primary" className="h-8" disabled={busy || size?.tooLarge} onClick={() => void save()}>
            {say.message.save}
          </Button>
        )}
        <Button className="h-8" onClick={close}>
          {say.message.cancel}
        </Button>
        <Refused id={`${id}-note`}>{note}</Refused>
      </div>
    </div>
  )
}
