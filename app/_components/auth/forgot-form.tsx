'use client'

import { type FormEvent, useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Button } from '#app/_components/ui/button.tsx'
import type words from '#app/_words/en/pages.ts'
import { filled } from '#app/_words/filled.tsx'
import type { Refusal } from '#protocol/errors.ts'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { saidBefore } from './refused.ts'

type Props = { words: Pick<typeof words, 'signIn' | 'server' | 'forgot'> }

/** Asks for a link. Whether the address is anybody's is not said. */
export function ForgotForm({ words }: Props) {
  const { forgot } = words
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  const said = saidBefore(refusal, { email: forgot.email }, words)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email')).trim()
    setBusy(true)
    const answer = await askAccount('password/forgot', { email })
    setBusy(false)
    setRefusal(answer.ok ? null : answer.refusal)
    if (answer.ok) setSentTo(email)
  }

  if (sentTo !== null)
    return (
      <div role="status" className="flex flex-col gap-2">
        <p>
          {filled(
            forgot.sent,
            <bdi key="email" className="font-medium break-words">
              {sentTo}
            </bdi>,
          )}
        </p>
        <p className="text-meta text-soft">{forgot.sentMore}</p>
      </div>
    )
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{said.message}</FormError>
      <Field label={forgot.email} name="email" type="email" required autoComplete="email" autoFocus error={said.fields.email} />
      <Button type="submit" tone="primary" disabled={busy} className="h-10">
        {busy ? forgot.busy : forgot.verb}
      </Button>
    </form>
  )
}
