'use client'

import { type FormEvent, useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Button } from '#app/_components/ui/button.tsx'
import type { Refusal } from '#protocol/errors.ts'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { type RefusedWords, saidBefore } from './refused.ts'
import { signInWithToken } from './sign-in.ts'

type Props = { challenge: string; onIn: () => void; onBack: () => void; words: RefusedWords }

/** After the password: a code of the app, or a recovery code. */
export function SecondStep({ challenge, onIn, onBack, words }: Props) {
  const { signIn } = words
  const [isRecovery, setRecovery] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const label = isRecovery ? signIn.recoveryCode : signIn.appCode
  const said = saidBefore(refusal, { code: label }, words)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code'))
    setBusy(true)
    const answer = await askAccount<{ token: string }>('sign-in/second-step', { challenge, code })
    const came = answer.ok ? await signInWithToken(answer.data.token, signIn) : null
    if (came?.is === 'in') return onIn()
    setBusy(false)
    setRefusal(answer.ok ? null : answer.refusal)
    setError(came === null ? null : came.is === 'refused' ? came.said : signIn.failed)
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{error ?? said.message}</FormError>
      <Field
        key={String(isRecovery)}
        label={label}
        name="code"
        required
        autoFocus
        autoComplete="one-time-code"
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        maxLength={isRecovery ? 40 : 7}
        error={said.fields.code}
        hint={isRecovery ? signIn.recoveryCodeHint : signIn.appCodeHint}
      />
      <Button type="submit" tone="primary" disabled={busy} className="h-10">
        {busy ? signIn.checking : signIn.goOn}
      </Button>
      <div className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-meta">
        <button
          type="button"
          className="min-h-6 text-accent underline-offset-2 hover:underline narrow:min-h-11"
          onClick={() => {
            setRecovery(!isRecovery)
            setRefusal(null)
          }}
        >
          {isRecovery ? signIn.useApp : signIn.useRecoveryCode}
        </button>
        <button type="button" className="min-h-6 text-soft underline-offset-2 hover:underline narrow:min-h-11" onClick={onBack}>
          {signIn.startOver}
        </button>
      </div>
    </form>
  )
}
