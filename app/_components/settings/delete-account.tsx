'use client'

import { useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { useSignOut } from '#app/_hooks/sign-out.ts'
import { say } from '#app/_words/say.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { AskDialog, shownBy } from './ask-dialog.tsx'
import { Choice } from './choice.tsx'
import { SettingsGroup } from './group.tsx'

const kept = () =>
  [
    { value: 'stay', words: say.account.messagesStay, about: say.account.messagesStayAbout },
    { value: 'go', words: say.account.messagesGo, about: say.account.messagesGoAbout },
  ] as const

/** The way out of Parley. */
export function DeleteAccount({ account }: { account: AccountFacts }) {
  const signOut = useSignOut()
  const [isOpen, setOpen] = useState(false)
  const [messages, setMessages] = useState<'stay' | 'go'>('stay')
  return (
    <SettingsGroup title={say.account.deleteAccount} about={say.account.deleteAbout}>
      <Button tone="danger" className="self-start" onClick={() => setOpen(true)}>
        {say.account.deleteMine}
      </Button>
      {isOpen && (
        <AskDialog
          title={say.account.deleteTitle}
          action={say.account.deleteForEver}
          danger
          ask={shownBy(account)}
          send={({ username, ...shown }) => askAccount('account/delete', { username, ...shown, messages: messages === 'go' })}
          onDone={() => void signOut()}
          onClose={() => setOpen(false)}
        >
          {(faults) => (
            <>
              <Choice label={say.account.yourMessages} value={messages} options={kept()} onChange={setMessages} />
              <Field
                label={say.account.typeUsername(account.username)}
                name="username"
                required
                autoFocus
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                error={faults.username}
              />
            </>
          )}
        </AskDialog>
      )}
    </SettingsGroup>
  )
}
