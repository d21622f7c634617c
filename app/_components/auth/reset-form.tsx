'use client'

import { type FormEvent, useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Button } from '#app/_components/ui/button.tsx'
import type words from '#app/_words/en/pages.ts'
import type { Refusal } from '#protocol/errors.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from '#protocol/limits.ts'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { saidBefore } from './refused.ts'
import { signInWithPassword } from './sign-in.ts'

type Props = { token: string; username: string; words: Pick<typeof words, 'signIn' | 'signUp' | 'server' | 'reset'> }

/** Sets a new password by a link, and signs in with it. */
export function ResetForm({ token, username, words }: Props) {
  const { reset, signUp, signIn } = words
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const said = saidBefore(refusal, { newPassword: reset.newPassword }, words)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const newPassword = String(new FormData(event.currentTarget).get('password'))
    setBusy(true)
    const answer = await askAccount('password/reset', { token, newPassword })
    if (!answer.ok) {
      setBusy(false)
      return setRefusal(answer.refusal)
    }
    // Where more is asked than the password, the sign-in page asks for it.
    const { is } = await signInWithPassword(username, newPassword, signIn)
    window.location.assign(is === 'in' ? '/' : '/sign-in')
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{said.message}</FormError>
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field
        label={reset.newPassword}
        name="password"
        type="password"
        required
        autoFocus
        autoComplete="new-password"
        minLength={PASSWORD_MIN}
        maxLength={PASSWORD_MAX}
        error={said.fields.newPassword}
        hint={signUp.passwordHint.replace('{}', String(PASSWORD_MIN))}
      />
      <Button type="submit" tone="primary" disabled={busy} className="h-10">
        {busy ? reset.busy : reset.verb}
      </Button>
    </form>
  )
}
