'use client'

import { type FormEvent, useEffect, useId, useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { toFieldTime, zoneName } from '#app/_words/when.ts'
import type { Scheduled } from '#protocol/later.ts'
import { LATER_MAX_MS } from '#protocol/limits.ts'

/** Changes the words and the time of a message that is not sent yet. One that could not be sent is tried again. */
export function EditScheduled({ scheduled, onClose }: { scheduled: Scheduled; onClose: () => void }) {
  const chat = useChat()
  const id = useId()
  const [body, setBody] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [now] = useState(() => Date.now())
  const files = scheduled.files ?? []
  const soonest = new Date(Math.max(Date.parse(scheduled.at), now + 60_000))

  useEffect(() => {
    chat.scheduledBody(scheduled.id).then(
      (words) => (words === null ? setError(say.dialogs.itIsSentAlready) : setBody(words)),
      (cause: unknown) => setError(refusalInWords(cause)),
    )
  }, [chat, scheduled.id])

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const at = new Date(String(form.get('at')))
    if (Number.isNaN(at.getTime()) || at.getTime() <= Date.now()) return setError(say.dialogs.chooseATimeToCome)
    setBusy(true)
    try {
      await chat.editScheduled(scheduled.id, { body: String(form.get('body')).trim(), at })
      onClose()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  return (
    <Dialog title={say.dialogs.editScheduledMessage} onClose={onClose} width="w-[520px]">
      <form onSubmit={submit} className="flex min-h-0 flex-col overflow-y-auto">
        <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
          {body === null && error === null && <Bone className="h-24 w-full" />}
          {body !== null && (
            <>
              <div className="flex flex-col gap-1.5">
                <label htmlFor={`${id}-body`} className="text-meta font-medium">
                  {say.dialogs.message}
                </label>
                <textarea
                  id={`${id}-body`}
                  name="body"
                  required={files.length === 0}
                  rows={4}
                  defaultValue={body}
                  dir="auto"
                  className="max-h-[40dvh] min-h-24 resize-none field-sizing-content rounded-lg border border-line-strong bg-field px-3 py-2"
                />
              </div>
              {files.length > 0 && (
                <p className="text-meta text-soft">
                  {filled(
                    say.dialogs.withFiles(files.length),
                    <bdi key="names">{files.map((file) => file.name).join(', ')}</bdi>,
                  )}
                </p>
              )}
              <div className="flex flex-col gap-1.5">
                <label htmlFor={`${id}-at`} className="text-meta font-medium">
                  {say.dialogs.sentAt}
                </label>
                <input
                  id={`${id}-at`}
                  name="at"
                  type="datetime-local"
                  required
                  defaultValue={toFieldTime(soonest)}
                  min={toFieldTime(new Date(now))}
                  max={toFieldTime(new Date(now + LATER_MAX_MS))}
                  aria-describedby={`${id}-zone`}
                  className="h-10 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
                />
                <p id={`${id}-zone`} className="text-meta text-soft">
                  {zoneName()}
                </p>
              </div>
            </>
          )}
          <FormError>{error}</FormError>
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy || body === null}>
            {say.dialogs.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
