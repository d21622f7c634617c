'use client'

import { type FormEvent, useId, useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { laterChoices, toFieldTime, zoneName } from '#app/_words/when.ts'
import { LATER_MAX_MS } from '#protocol/limits.ts'

type Props = {
  title: string
  /** What is chosen for, in a sentence. */
  about?: string | undefined
  verb: string
  /** The time as it stands. */
  at?: Date | undefined
  /** Does it; what it throws is told, and the dialog stays. */
  run: (at: Date) => Promise<void>
  onClose: () => void
}

const HOUR_MS = 3_600_000

/** Asks for a time to come: one of those chosen most, or any other, in the reader's own zone. */
export function When({ title, about, verb, at, run, onClose }: Props) {
  const id = useId()
  const [now] = useState(() => new Date())
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function choose(chosen: Date) {
    setBusy(true)
    try {
      await run(chosen)
      onClose()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const chosen = new Date(String(new FormData(event.currentTarget).get('at')))
    if (Number.isNaN(chosen.getTime())) return setError(say.dialogs.chooseADayAndA)
    if (chosen.getTime() <= Date.now()) return setError(say.dialogs.thisTimeIsOverAlready)
    void choose(chosen)
  }

  return (
    <Dialog title={title} description={about} onClose={onClose} width="w-[400px]">
      <form onSubmit={submit} className="flex min-h-0 flex-col overflow-y-auto">
        <div className="flex flex-col gap-0.5 px-3 pb-2">
          {laterChoices(now).map((choice) => (
            <button
              key={choice.words}
              type="button"
              disabled={busy}
              onClick={() => void choose(choice.at)}
              className="flex h-9 items-center rounded-md px-2 text-start transition-colors duration-120 hover:bg-hover active:bg-press narrow:h-11"
            >
              {choice.words}
            </button>
          ))}
        </div>
        <div className="mx-5 flex flex-col gap-1.5 border-t border-line pt-3 pb-3">
          <label htmlFor={id} className="text-meta font-medium">
            {say.dialogs.anotherTime}
          </label>
          <input
            id={id}
            name="at"
            type="datetime-local"
            required
            defaultValue={toFieldTime(at ?? new Date(now.getTime() + HOUR_MS))}
            min={toFieldTime(now)}
            max={toFieldTime(new Date(now.getTime() + LATER_MAX_MS))}
            aria-describedby={`${id}-zone`}
            className="h-10 rounded-lg border border-line-strong bg-field px-2.5 narrow:h-11"
          />
          <p id={`${id}-zone`} className="text-meta text-soft">
            {zoneName()}
          </p>
          <FormError>{error}</FormError>
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.dialogs.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            {verb}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
