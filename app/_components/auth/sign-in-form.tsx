'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { signInWithPassword } from './sign-in.ts'
import type { SignInWords } from './words.ts'

type Props = { returnPath: string; error: string | null; words: SignInWords }

export function SignInForm({ returnPath, error: firstError, words }: Props) {
  const [error, setError] = useState(firstError)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    const refusal = await signInWithPassword(String(form.get('username')), String(form.get('password')), words)
    if (refusal === null) return window.location.assign(returnPath)
    setError(refusal)
    setBusy(false)
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{error}</FormError>
      <Field
        label={words.username}
        name="username"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <Field label={words.password} name="password" type="password" required autoComplete="current-password" />
      <Button type="submit" tone="primary" disabled={busy} className="mt-1 h-10">
        {busy ? words.busy : words.verb}
      </Button>
    </form>
  )
}
