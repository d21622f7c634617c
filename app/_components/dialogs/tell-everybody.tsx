'use client'

import { type FormEvent, useId, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { NOTICE_MAX } from '#protocol/limits.ts'

const ends = () => [
  { minutes: 15, words: say.dialogs.in15Minutes },
  { minutes: 60, words: say.dialogs.in1Hour },
  { minutes: 480, words: say.dialogs.in8Hours },
  { minutes: 1_440, words: say.dialogs.in1Day },
  { minutes: 10_080, words: say.dialogs.in1Week },
  { minutes: 0, words: say.dialogs.untilItIsWithdrawn },
]

/** Tells everybody on this server something, and withdraws what stands. */
export function TellEverybody({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const notices = useChatState((state) => state.notices)
  const [id, [error, setError], [busy, setBusy]] = [useId(), useState<unknown>(null), useState(false)]

  async function tried(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    setError(null)
    const failed = await work().then(
      () => null,
      (cause: unknown) => cause ?? true,
    )
    setError(failed)
    setBusy(false)
    return failed === null
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const minutes = Number(form.get('ends'))
    const notice = {
      body: String(form.get('body')).trim(),
      level: form.get('warning') === null ? ('info' as const) : ('warning' as const),
      ...(minutes > 0 ? { endsInMinutes: minutes } : {}),
    }
    if (await tried(() => chat.postNotice(notice))) onClose()
  }

  return (
    <Dialog title={say.dialogs.tellEverybody} description={say.dialogs.shownAboveEveryRoomTo} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
          <FormError>{error === null ? null : refusalInWords(error)}</FormError>
          <Field label={say.dialogs.notice} name="body" required maxLength={NOTICE_MAX} autoComplete="off" dir="auto" autoFocus />
          <div className="flex flex-col gap-1.5">
            <label htmlFor={`${id}-ends`} className="text-meta font-medium">
              {say.dialogs.shownFor}
            </label>
            <select
              id={`${id}-ends`}
              name="ends"
              defaultValue={60}
              className="h-10 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
            >
              {ends().map(({ minutes, words }) => (
                <option key={minutes} value={minutes}>
                  {words}
                </option>
              ))}
            </select>
          </div>
          <label className="flex items-center gap-2.5 narrow:min-h-11">
            <input type="checkbox" name="warning" className="size-4 accent-(--accent-fill)" />
            {say.dialogs.itIsAWarning}
          </label>
          {notices.length > 0 && (
            <section aria-label={say.dialogs.standingNotices} className="border-t border-line pt-3">
              <h3 className="pb-1 text-meta font-medium text-soft">{say.dialogs.standingNow}</h3>
              <ul>
                {notices.map((notice) => (
                  <li key={notice.id} className="flex min-h-9 items-center gap-3 py-1">
                    <p className="min-w-0 flex-1 truncate" dir="auto" title={notice.body}>
                      {notice.body}
                    </p>
                    <Button disabled={busy} onClick={() => void tried(() => chat.endNotice(notice.id))}>
                      {say.dialogs.withdraw}
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {say.dialogs.tellEverybody}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
