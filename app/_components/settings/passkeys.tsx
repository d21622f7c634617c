'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { type AccountAnswer, askAccount, refused } from '#app/_account/ask.ts'
import { addPasskey, type NoPasskey } from '#app/_account/passkey.ts'
import { Field } from '#app/_components/auth/field.tsx'
import { Confirm } from '#app/_components/dialogs/confirm.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import { Refusal } from '#protocol/errors.ts'
import type { AccountFacts, PasskeyInfo } from '#protocol/http.ts'
import { PASSKEY_NAME_MAX } from '#protocol/limits.ts'
import { AskDialog, shownBy } from './ask-dialog.tsx'
import { SettingsGroup } from './group.tsx'

type Props = { account: AccountFacts; onChanged: () => void }
type Doing = { verb: 'add' } | { verb: 'rename' | 'remove'; passkey: PasskeyInfo } | null

/** The passkeys of one's account. */
export function Passkeys({ account, onChanged }: Props) {
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const done = (words: string) => {
    close()
    void tell(words)
    onChanged()
  }

  return (
    <SettingsGroup title={say.account.passkeys} about={say.account.passkeysAbout}>
      {account.passkeys.length > 0 && (
        <ul aria-label={say.account.passkeys} className="flex flex-col">
          {account.passkeys.map((passkey) => (
            <li
              key={passkey.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2.5 last:border-b-0"
            >
              <KeyRound size={17} aria-hidden className="shrink-0 text-soft" />
              <span className="flex min-w-0 flex-1 flex-col">
                <bdi className="truncate">{passkey.name}</bdi>
                <span className="text-meta text-soft">{usedInWords(passkey)}</span>
              </span>
              <span className="flex gap-2">
                <Button aria-label={say.account.renameOf(passkey.name)} onClick={() => setDoing({ verb: 'rename', passkey })}>
                  {say.account.rename}
                </Button>
                <Button aria-label={say.account.removeOf(passkey.name)} onClick={() => setDoing({ verb: 'remove', passkey })}>
                  {say.account.remove}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Button className="self-start" onClick={() => setDoing({ verb: 'add' })}>
        {say.account.addPasskey}
      </Button>
      {doing?.verb === 'add' && (
        <AskDialog
          title={say.account.addPasskey}
          text={say.account.addPasskeyText}
          action={say.account.goOn}
          ask={shownBy(account)}
          send={add}
          onDone={() => done(say.account.passkeyAdded)}
          onClose={close}
        />
      )}
      {doing?.verb === 'rename' && (
        <AskDialog
          title={say.account.renamePasskey}
          action={say.account.save}
          ask="nothing"
          send={(form) => askAccount('account/passkeys/rename', { ...form, id: doing.passkey.id })}
          onDone={() => done(say.account.saved)}
          onClose={close}
        >
          {(faults) => (
            <Field
              label={say.account.name}
              name="name"
              required
              autoFocus
              dir="auto"
              defaultValue={doing.passkey.name}
              maxLength={PASSKEY_NAME_MAX}
              error={faults.name}
            />
          )}
        </AskDialog>
      )}
      {doing?.verb === 'remove' && (
        <Confirm
          title={say.account.removeTitle(doing.passkey.name)}
          text={say.account.removeText}
          action={say.account.remove}
          danger
          run={async () => {
            const answer = await askAccount('account/passkeys/remove', { id: doing.passkey.id })
            if (!answer.ok) throw answer.refusal
            onChanged()
          }}
          onClose={close}
        />
      )}
    </SettingsGroup>
  )
}

function usedInWords({ createdAt, lastUsedAt }: PasskeyInfo): string {
  const at = (time: string) => shortTime(new Date(time), new Date())
  return lastUsedAt === null ? say.account.addedAt(at(createdAt)) : say.account.usedAt(at(createdAt), at(lastUsedAt))
}

/** What the browser did not do is told like what the server refused. */
async function add(shown: object): Promise<AccountAnswer<unknown>> {
  const answer = await addPasskey(shown)
  return 'why' in answer ? refused(new Refusal('invalid', whyInWords(answer.why))) : answer
}

function whyInWords(why: NoPasskey): string {
  if (why === 'there') return say.account.passkeyThere
  return why === 'unused' ? say.account.passkeyUnused : say.account.passkeyUnable
}
