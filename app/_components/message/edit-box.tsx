'use client'

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useRoomView } from '#app/_components/room/room-view.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import type { Message } from '#protocol/models.ts'

/** Changes a message where it stands. Enter saves, Esc leaves it as it was. */
export function EditBox({ message }: { message: Message }) {
  const chat = useChat()
  const view = useRoomView()
  const [body, setBody] = useState(message.body)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
    element?.scrollIntoView({ block: 'nearest' })
  }, [])

  async function save() {
    const text = body.trim()
    if (text === '' || text === message.body) return view.edit(null)
    setBusy(true)
    try {
      await chat.edit(message.roomId, message.id, text)
      view.edit(null)
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      view.edit(null)
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }

  if (message.deletedAt !== undefined || message.hiddenAt !== undefined) {
    const copy = async () => void tell((await copyText(body)) ? 'Text copied.' : 'It could not be copied.')
    return (
      <div className="my-1 flex flex-wrap items-center gap-2" role="alert">
        <p className="me-1 text-soft">This message was deleted while you were editing it.</p>
        <Button className="h-8" onClick={() => void copy()}>
          Copy what you wrote
        </Button>
        <Button className="h-8" onClick={() => view.edit(null)}>
          Close
        </Button>
      </div>
    )
  }

  return (
    <div className="my-1 flex flex-col gap-2">
      <textarea
        ref={field}
        aria-label="Edit message"
        value={body}
        dir="auto"
        disabled={busy}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKey}
        className="field-sizing-content max-h-64 min-h-10 w-full resize-none rounded-lg border border-line-strong bg-field px-3 py-2"
      />
      <div className="flex items-center gap-2">
        <Button tone="primary" className="h-8" disabled={busy} onClick={save}>
          Save
        </Button>
        <Button className="h-8" onClick={() => view.edit(null)}>
          Cancel
        </Button>
        {error && (
          <p role="alert" className="text-meta text-danger">
            {error}
          </p>
        )}
      </div>
    </div>
  )
}
