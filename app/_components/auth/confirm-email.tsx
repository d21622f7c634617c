'use client'

import { useState } from 'react'
import { askAccount } from '#app/_account/ask.ts'
import { Button, buttonClass } from '#app/_components/ui/button.tsx'
import type words from '#app/_words/en/pages.ts'
import type { Refusal } from '#protocol/errors.ts'
import { FormError } from './form-error.tsx'
import { saidBefore } from './refused.ts'

type Props = { token: string; email: string; words: Pick<typeof words, 'signIn' | 'server' | 'confirmEmail'> }

/** Uses an address whose link was opened. */
export function ConfirmEmail({ token, email, words }: Props) {
  const [state, setState] = useState<'asked' | 'busy' | 'done'>('asked')
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function confirm() {
    setState('busy')
    const answer = await askAccount('confirm-email', { token })
    setState(answer.ok ? 'done' : 'asked')
    setRefusal(answer.ok ? null : answer.refusal)
  }

  return (
    <div className="flex flex-col gap-4">
      <bdi className="font-medium break-words">{email}</bdi>
      <FormError>{saidBefore(refusal, {}, words).message}</FormError>
      {state === 'done' ? (
        <>
          <p role="status">{words.confirmEmail.done}</p>
          <a href="/" className={buttonClass('primary', 'h-10')}>
            {words.confirmEmail.go}
          </a>
        </>
      ) : (
        <Button tone="primary" className="h-10" disabled={state === 'busy'} onClick={confirm} autoFocus>
          {words.confirmEmail.verb}
        </Button>
      )}
    </div>
  )
}
