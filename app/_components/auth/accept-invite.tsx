'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import type words from '#app/_words/en/pages.ts'
import { FormError } from './form-error.tsx'

type Props = { token: string; words: Pick<typeof words, 'invite' | 'server' | 'signIn'> }

/** The verb by which somebody who is signed in takes an invite, and goes to its room. */
export function AcceptInvite({ token, words: { invite, server, signIn } }: Props) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function accept() {
    setBusy(true)
    setError(null)
    try {
      const answer = await fetch('/api/invites/accept', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      })
      const told = (await answer.json()) as { roomId?: string | null; error?: { message: string } }
      if (answer.ok) return window.location.assign(told.roomId ? `/r/${told.roomId}` : '/')
      const said = told.error?.message ?? ''
      setError((server[said] ?? said) || invite.failed)
    } catch {
      setError(signIn.unreachable)
    }
    setBusy(false)
  }

  return (
    <>
      <FormError>{error}</FormError>
      <Button tone="primary" className="h-10" disabled={busy} onClick={() => void accept()}>
        {busy ? invite.busy : invite.verb}
      </Button>
    </>
  )
}
