'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { type RefusedWords, saidBefore } from './refused.ts'
import { signInWithToken } from './sign-in.ts'

type Props = { onIn: () => void; onRefused: (said: string) => void; words: RefusedWords }

/** Signs in with a passkey; what that takes is fetched when it is asked for. */
export function PasskeyButton({ onIn, onRefused, words }: Props) {
  const [busy, setBusy] = useState(false)

  async function show() {
    setBusy(true)
    const said = await refusalOf(words)
    if (said === null) return onIn()
    setBusy(false)
    onRefused(said)
  }

  return (
    <Button className="h-10" disabled={busy} onClick={show}>
      <KeyRound size={16} aria-hidden /> {words.signIn.passkey}
    </Button>
  )
}

async function refusalOf(words: RefusedWords): Promise<string | null> {
  const { signIn } = words
  const passkeys = await import('#app/_account/passkey.ts').catch(() => null)
  if (passkeys === null) return signIn.unreachable
  const shown = await passkeys.showPasskey()
  if (!shown.ok) {
    if ('refusal' in shown) return saidBefore(shown.refusal, {}, words).message ?? signIn.failed
    return shown.why === 'unable' ? signIn.passkeyUnable : signIn.passkeyUnused
  }
  const came = await signInWithToken(shown.data.token, signIn)
  if (came.is === 'in') return null
  return came.is === 'refused' ? came.said : signIn.failed
}
