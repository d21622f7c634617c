'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import type { AccountAnswer } from '#app/_account/ask.ts'
import { saidOf } from '#app/_account/said.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { say } from '#app/_words/say.ts'
import type { Refusal } from '#protocol/errors.ts'
import type { AccountFacts } from '#protocol/http.ts'

/** What somebody shows again. `nothing`: the sign-in was fresh, or the server says that it was not. */
export type Shown = 'password' | 'code' | 'nothing'

/** What an account is asked to show before its ways in change. */
export const shownBy = (account: AccountFacts): Shown =>
  account.hasPassword ? 'password' : account.hasSecondStep ? 'code' : 'nothing'

type Props<Data> = {
  title: string
  text?: string | undefined
  action: string
  danger?: boolean
  ask: Shown
  /** Sends what was typed, by name. */
  send: (form: Record<string, string>) => Promise<AccountAnswer<Data>>
  /** More fields, given what is wrong with each. */
  children?: (faults: Record<string, string | undefined>) => ReactNode
  onDone: (data: Data) => void
  onClose: () => void
}

/** Asks for the password or a code again, and with it for something about one's account. Stays open, with the reason, when it was refused. */
export function AskDialog<Data>({ title, text, action, danger, ask, send, children, onDone, onClose }: Props<Data>) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const said = saidOf(refusal)

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]))
    setBusy(true)
    const answer = await send(form)
    setBusy(false)
    setRefusal(answer.ok ? null : answer.refusal)
    if (answer.ok) onDone(answer.data)
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form method="post" onSubmit={submit}>
        <div className="flex flex-col gap-4 px-5 pb-4">
          {text && <p className="text-soft">{text}</p>}
          <FormError>{said.message}</FormError>
          {children?.(said.fields)}
          {ask === 'password' && (
            <Field
              label={say.account.yourPassword}
              name="password"
              type="password"
              required
              autoFocus
              autoComplete="current-password"
              error={said.fields.password}
            />
          )}
          {ask === 'code' && (
            <Field
              label={say.account.codeOrRecovery}
              name="code"
              required
              autoFocus
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              dir="ltr"
              error={said.fields.code}
            />
          )}
        </div>
        <DialogButtons>
          <Button onClick={onClose}>{say.account.cancel}</Button>
          <Button type="submit" tone={danger ? 'danger' : 'primary'} disabled={busy} data-on-enter>
            {action}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
