'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { DialogButtons } from '#app/_components/ui/dialog.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { Refusal } from '#protocol/errors.ts'
import { GROUP_DESCRIPTION_MAX, USERNAME_MAX } from '#protocol/limits.ts'

type Facts = { name: string; description: string }
type Props = {
  /** What the group is called so far; absent for a new one. */
  former?: { name: string; description?: string | undefined }
  /** What the button says. */
  verb: string
  onSave: (facts: Facts) => Promise<void>
  onBack: () => void
}

/** A group's name and description, for a new one or one that is there. */
export function GroupForm({ former, verb, onSave, onBack }: Props) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const fields = error instanceof Refusal ? (error.more.fields ?? {}) : {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    try {
      const name = String(form.get('name')).trim().replace(/^@/, '')
      await onSave({ name, description: String(form.get('description')).trim() })
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col">
      <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
        {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
        <Field
          label={say.dialogs.name}
          name="name"
          required
          defaultValue={former?.name}
          maxLength={USERNAME_MAX + 1}
          autoComplete="off"
          placeholder={say.dialogs.design}
          hint={say.dialogs.whatFollowsTheNoPerson}
          error={fields.name}
          autoFocus
        />
        <Field
          label={say.dialogs.description}
          name="description"
          defaultValue={former?.description}
          maxLength={unitsOf(GROUP_DESCRIPTION_MAX)}
          autoComplete="off"
          dir="auto"
          error={fields.description}
        />
      </div>
      <DialogButtons>
        <Button onClick={onBack}>{say.dialogs.back}</Button>
        <Button type="submit" tone="primary" disabled={busy}>
          {verb}
        </Button>
      </DialogButtons>
    </form>
  )
}
