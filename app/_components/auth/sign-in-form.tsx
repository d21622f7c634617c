'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import type { RefusedWords } from './refused.ts'
import { signInWithPassword } from './sign-in.ts'

const SecondStep = fetched(() => import('./second-step.tsx').then((module) => module.SecondStep))

type Props = { returnPath: string; error: string | null; words: RefusedWords }

export function SignInForm({ returnPath, error: firstError, words }: Props) {
  const { signIn } = words
  const [error, setError] = useState(firstError)
  const [challenge, setChallenge] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const goIn = () => window.location.assign(returnPath)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(null)
    const answer = await signInWithPassword(String(form.get('username')), String(form.get('password')), signIn)
    if (answer.is === 'in') return goIn()
    setBusy(false)
    if (answer.is === 'second-step') setChallenge(answer.challenge)
    else setError(answer.said)
  }

  if (challenge !== null) return <SecondStep challenge={challenge} onIn={goIn} onBack={() => setChallenge(null)} words={words} />

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{error}</FormError>
      <Field
        label={signIn.username}
        name="username"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <Field label={signIn.password} name="password" type="password" required autoComplete="current-password" />
      <a href="/forgot" className="-mt-2 self-start text-meta text-accent underline-offset-2 hover:underline">
        {signIn.forgot}
      </a>
      <Button type="submit" tone="primary" disabled={busy} className="h-10">
        {busy ? signIn.busy : signIn.verb}
      </Button>
      <PasskeyButton onIn={goIn} onRefused={setError} words={words} />
    </form>
  )
}
