'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { DISPLAY_NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, USERNAME_MAX } from '#protocol/limits.ts'
import { Field } from './field.tsx'
import { FormError } from './form-error.tsx'
import { type RegisterRefusal, register, type SignUpWords } from './register.ts'
import { signInWithPassword } from './sign-in.ts'

type Props = { invite: string | null; returnPath: string; firstAccount: boolean; needsCode: boolean; words: SignUpWords }

export function SignUpForm({ invite, returnPath, firstAccount, needsCode, words }: Props) {
  const { signUp, signIn } = words
  const [refusal, setRefusal] = useState<RegisterRefusal>(null)
  const [busy, setBusy] = useState(false)
  const fields = refusal?.fields ?? {}

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const [username, password] = [text('username'), String(form.get('password'))]
    const optional = { displayName: text('displayName'), email: text('email'), invite: invite ?? text('invite') }
    setBusy(true)
    setRefusal(null)
    const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ''))
    const refused = await register({ username, password, ...given }, words)
    if (refused) {
      setBusy(false)
      return setRefusal(refused)
    }
    const { is } = await signInWithPassword(username, password, signIn)
    const next = firstAccount ? '/welcome' : returnPath
    window.location.assign(is === 'in' ? next : `/sign-in?next=${encodeURIComponent(next)}`)
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FormError>{refusal?.message || null}</FormError>
      <Field
        label={signUp.username}
        name="username"
        required
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={USERNAME_MAX}
        autoFocus
        error={fields.username}
        hint={signUp.usernameHint}
      />
      <Field
        label={signUp.displayName}
        optional={signUp.optional}
        name="displayName"
        autoComplete="name"
        maxLength={unitsOf(DISPLAY_NAME_MAX)}
        dir="auto"
        error={fields.displayName}
      />
      <Field
        label={signUp.password}
        name="password"
        type="password"
        required
        autoComplete="new-password"
        minLength={PASSWORD_MIN}
        maxLength={PASSWORD_MAX}
        error={fields.password}
        hint={signUp.passwordHint.replace('{}', String(PASSWORD_MIN))}
      />
      {!firstAccount && (
        <Field
          label={signUp.email}
          optional={signUp.optional}
          name="email"
          type="email"
          autoComplete="email"
          error={fields.email}
        />
      )}
      {needsCode && (
        <Field
          label={signUp.setUpCode}
          name="invite"
          required
          autoComplete="off"
          error={fields.invite}
          hint={signUp.setUpCodeHint}
        />
      )}
      {!needsCode && fields.invite && <FormError>{fields.invite}</FormError>}
      <Button type="submit" tone="primary" disabled={busy} className="mt-1 h-10">
        {busy ? signUp.busy : signUp.verb}
      </Button>
    </form>
  )
}
