'use client'

import { type FormEvent, useId, useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Img } from '#app/_components/files/img.tsx'
import { filePath } from '#app/_components/files/words.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { filled } from '#app/_words/filled.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { ALT_MAX } from '#protocol/limits.ts'
import type { Attachment } from '#protocol/models.ts'

/** What one's own picture shows, in words: also long after it was sent. */
export function DescribeFile({ file, onClose }: { file: Attachment; onClose: () => void }) {
  const chat = useChat()
  const id = useId()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    try {
      const alt = String(new FormData(event.currentTarget).get('alt'))
      await chat.describe(file.id, alt.replace(/\s+/g, ' ').trim())
      onClose()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  return (
    <Dialog title={say.dialogs.describeThisPicture} description={say.dialogs.describeAbout} onClose={onClose}>
      <form onSubmit={submit} className="flex min-h-0 flex-col overflow-y-auto">
        <div className="flex flex-col gap-3 px-5 pt-1 pb-3">
          <Img src={filePath(file.id, 'thumb')} alt="" className="max-h-40 self-start rounded-lg object-contain" />
          <label htmlFor={id} className="text-meta font-medium">
            {filled(say.dialogs.whatShows, <bdi key="name">{file.name}</bdi>)}
          </label>
          <textarea
            id={id}
            name="alt"
            rows={3}
            maxLength={ALT_MAX}
            defaultValue={file.alt}
            dir="auto"
            data-on-open
            className="resize-none rounded-lg border border-line-strong bg-field px-3 py-2"
          />
          <FormError>{error}</FormError>
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {say.dialogs.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
