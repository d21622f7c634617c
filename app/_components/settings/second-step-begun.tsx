'use client'

import { type FormEvent, useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { saidOf } from '#app/_account/said.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { say } from '#app/_words/say.ts'
import type { Refusal } from '#protocol/errors.ts'

type Props = { picture: string; secret: string; onDone: (codes: string[]) => void; onClose: () => void }

/** The picture for the app, and its first code. */
export function SecondStepBegun({ picture, secret, onDone, onClose }: Props) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const said = saidOf(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code'))
    setBusy(true)
    const answer = await askAccount<{ codes: string[] }>('account/second-step/confirm', { code })
    setBusy(false)
    setRefusal(answer.ok ? null : answer.refusal)
    if (answer.ok) onDone(answer.data.codes)
  }

  return (
    <Dialog title={say.account.scan} onClose={onClose}>
      <form method="post" onSubmit={submit} className="flex min-h-0 flex-col">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pb-4">
          {/* biome-ignore lint/performance/noImgElement: it is in the page already */}
          <img src={picture} alt={say.account.qrCode} width={192} height={192} className="self-center rounded-lg bg-white" />
          <details>
            <summary className="cursor-pointer text-meta text-soft">{say.account.cantScan}</summary>
            <p className="pt-2 text-meta text-soft">{say.account.typeThis}</p>
            <code dir="ltr" className="block pt-1 font-mono text-meta break-all select-all">
              {secret.match(/.{1,4}/g)?.join(' ')}
            </code>
          </details>
          <FormError>{said.message}</FormError>
          <Field
            label={say.account.codeItShows}
            name="code"
            required
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            dir="ltr"
            maxLength={7}
            error={said.fields.code}
          />
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.account.cancel}</Button>
          <Button type="submit" tone="primary" disabled={busy} data-on-enter>
            {say.account.turnOn}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
