'use client'

import { useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { AskDialog, shownBy } from './ask-dialog.tsx'
import { SettingsGroup } from './group.tsx'

/** Where a forgotten password comes back to. */
export function EmailAddress({ account, onChanged }: { account: AccountFacts; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const [sentTo, setSentTo] = useState<string | null>(null)
  return (
    <SettingsGroup title={say.account.email} about={account.hasMail ? say.account.emailAbout : say.account.emailAboutNoMail}>
      <p>{account.email === null ? say.account.none : <bdi className="break-words">{account.email}</bdi>}</p>
      {sentTo !== null && (
        <p role="status" className="text-meta text-soft">
          {filled(
            say.account.linkWent,
            <bdi key="address" className="break-words text-ink">
              {sentTo}
            </bdi>,
          )}
        </p>
      )}
      <Button className="self-start" onClick={() => setOpen(true)}>
        {account.email === null ? say.account.addAddress : say.account.change}
      </Button>
      {isOpen && (
        <AskDialog
          title={say.account.email}
          text={account.email === null ? undefined : say.account.leaveEmpty}
          action={say.account.save}
          ask={shownBy(account)}
          send={async (form) => {
            const answer = await askAccount<{ isSent: boolean }>('account/email', form)
            if (answer.ok) setSentTo(answer.data.isSent ? (form.email ?? '').trim() : null)
            return answer
          }}
          onDone={({ isSent }) => {
            setOpen(false)
            if (!isSent) void tell(say.account.saved)
            onChanged()
          }}
          onClose={() => setOpen(false)}
        >
          {(faults) => (
            <Field
              label={say.account.newAddress}
              name="email"
              type="email"
              required={account.email === null}
              autoFocus
              autoComplete="email"
              error={faults.email}
            />
          )}
        </AskDialog>
      )}
    </SettingsGroup>
  )
}
