'use client'

import { type FormEvent, useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { saidOf } from '#app/_account/said.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { listInWords } from '#app/_words/lists.ts'
import { say } from '#app/_words/say.ts'
import type { Refusal } from '#protocol/errors.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from '#protocol/limits.ts'
import { SettingsGroup } from './group.tsx'

/** A new password, or the first one of somebody who signs in elsewhere. */
export function PasswordChange({ account, onChanged }: { account: AccountFacts; onChanged: () => void }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const said = saidOf(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    setBusy(true)
    const answer = await askAccount<{ sessionsEnded: number }>('account/password', {
      ...(account.hasPassword ? { password: given.get('password') } : {}),
      newPassword: given.get('newPassword'),
      endOthers: given.get('endOthers') !== null,
    })
    setBusy(false)
    setRefusal(answer.ok ? null : answer.refusal)
    if (!answer.ok) return
    form.reset()
    const { sessionsEnded } = answer.data
    void tell(sessionsEnded > 0 ? say.account.passwordSavedEnded(sessionsEnded) : say.account.passwordSaved)
    onChanged()
  }

  return (
    <SettingsGroup title={say.account.password} about={aboutOf(account)}>
      <form method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        <FormError>{said.message}</FormError>
        <input type="text" name="username" autoComplete="username" value={account.username} readOnly hidden />
        {account.hasPassword && (
          <Field
            label={say.account.currentPassword}
            name="password"
            type="password"
            required
            autoComplete="current-password"
            error={said.fields.password}
          />
        )}
        <Field
          label={say.account.newPassword}
          name="newPassword"
          type="password"
          required
          autoComplete="new-password"
          minLength={PASSWORD_MIN}
          maxLength={PASSWORD_MAX}
          error={said.fields.newPassword}
          hint={say.account.passwordHint(PASSWORD_MIN)}
        />
        <label className="flex min-h-6 cursor-pointer items-center gap-2.5 narrow:min-h-11">
          <input type="checkbox" name="endOthers" defaultChecked className="size-4 accent-(--accent-fill)" />
          {say.account.endOthers}
        </label>
        <Button type="submit" tone="primary" disabled={busy} className="self-start">
          {account.hasPassword ? say.account.changePassword : say.account.addPassword}
        </Button>
      </form>
    </SettingsGroup>
  )
}

function aboutOf({ hasPassword, providers }: AccountFacts): string | undefined {
  if (hasPassword) return undefined
  return providers.length > 0 ? say.account.noPassword(listInWords(providers)) : say.account.noPasswordAtAll
}
