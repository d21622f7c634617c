'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { signInWithPassword } from './sign-in.ts'

type Props = { returnPath: string; error: string | null }

export function SignInForm({ returnPath, error: firstError }: Props) {
  const [error, setError] = useState(firstError)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    const refusal = await signInWithPassword(String(form.get('username')), String(form.get('password')))
    if (refusal === null) return window.location.assign(returnPath)
    setError(refusal)
    setBusy(false)
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{error}</FormError>
      <Field
        label="Username"
        name="username"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <Field label="Password" name="password" type="password" required autoComplete="current-password" />
      <Button type="submit" tone="primary" disabled={busy} className="mt-1 h-10">
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
