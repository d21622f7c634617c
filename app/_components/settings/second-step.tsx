'use client'

import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { say } from '#app/_words/say.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { AskDialog, shownBy } from './ask-dialog.tsx'
import { SettingsGroup } from './group.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecondStepBegun } from './second-step-begun.tsx'

type Doing = 'turning-on' | 'turning-off' | 'renewing' | null
const FEW = 3

/** The code of an app, asked for after the password. */
export function SecondStepSettings({ account, onChanged }: { account: AccountFacts; onChanged: () => void }) {
  const [doing, setDoing] = useState<Doing>(null)
  const [enrolment, setEnrolment] = useState<{ picture: string; secret: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const done = () => {
    setDoing(null)
    setEnrolment(null)
    onChanged()
  }

  return (
    <SettingsGroup title={say.account.secondStep} about={say.account.secondStepAbout}>
      {account.hasSecondStep ? (
        <>
          <p className="flex items-center gap-2">
            <ShieldCheck size={17} aria-hidden className="shrink-0 text-success" />
            <span>
              {say.account.codesLeft(account.recoveryCodes)}
              {account.recoveryCodes <= FEW && ` ${say.account.makeNew}`}
            </span>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setDoing('renewing')}>{say.account.newCodes}</Button>
            <Button onClick={() => setDoing('turning-off')}>{say.account.turnOff}</Button>
          </div>
        </>
      ) : (
        <Button className="self-start" onClick={() => setDoing('turning-on')}>
          {say.account.turnOn}
        </Button>
      )}
      {doing === 'turning-on' && (
        <AskDialog
          title={say.account.turnOnTitle}
          text={say.account.turnOnText}
          action={say.account.goOn}
          ask={shownBy(account)}
          send={(form) => askAccount<{ picture: string; secret: string }>('account/second-step', form)}
          onDone={(answer) => {
            setDoing(null)
            setEnrolment(answer)
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {enrolment && (
        <SecondStepBegun
          {...enrolment}
          onDone={(made) => {
            setCodes(made)
            done()
          }}
          onClose={() => setEnrolment(null)}
        />
      )}
      {doing === 'renewing' && (
        <AskDialog
          title={say.account.newCodes}
          text={say.account.formerCodesEnd}
          action={say.account.makeNewOnes}
          ask="code"
          send={(form) => askAccount<{ codes: string[] }>('account/second-step/codes', form)}
          onDone={(answer) => {
            setCodes(answer.codes)
            done()
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {doing === 'turning-off' && (
        <AskDialog
          title={say.account.turnOffTitle}
          text={say.account.turnOffText}
          action={say.account.turnOff}
          danger
          ask="code"
          send={(form) => askAccount('account/second-step/end', form)}
          onDone={() => {
            void tell(say.account.secondStepOff)
            done()
          }}
          onClose={() => setDoing(null)}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </SettingsGroup>
  )
}
