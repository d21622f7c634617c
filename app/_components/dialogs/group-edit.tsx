'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { Refusal } from '#protocol/errors.ts'
import type { Group } from '#protocol/groups.ts'
import { GROUP_DESCRIPTION_MAX, USERNAME_MAX } from '#protocol/limits.ts'

/** Changes a group's name and description. */
export function GroupEdit({ group, onBack, onClose }: { group: Group; onBack: () => void; onClose: () => void }) {
  const chat = useChat()
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
      await chat.updateGroup(group.id, { name, description: String(form.get('description')).trim() })
      onBack()
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title={`Change @${group.name}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="flex flex-col gap-4 px-5 pt-1 pb-4">
          {error !== null && Object.keys(fields).length === 0 && <FormError>{refusalInWords(error)}</FormError>}
          <Field
            label="Name"
            name="name"
            required
            defaultValue={group.name}
            maxLength={USERNAME_MAX + 1}
            autoComplete="off"
            error={fields.name}
            autoFocus
          />
          <Field
            label="Description"
            name="description"
            defaultValue={group.description}
            maxLength={GROUP_DESCRIPTION_MAX}
            autoComplete="off"
            dir="auto"
            error={fields.description}
          />
        </div>
        <DialogButtons>
          <Button onClick={onBack}>Back</Button>
          <Button type="submit" tone="primary" disabled={busy}>
            Save
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
