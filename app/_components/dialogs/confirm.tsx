'use client'

import { useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'

type Props = {
  title: string
  text: string
  action: string
  danger?: boolean
  run: () => void | Promise<void>
  onClose: () => void
}

/** Asks before something that can't be undone. Stays open, with the reason, when it was refused. */
export function Confirm({ title, text, action, danger = false, run, onClose }: Props) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function go() {
    setBusy(true)
    try {
      await run()
      onClose()
    } catch (cause) {
      setError(refusalInWords(cause))
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-3 px-5 pb-3">
        <p className="text-soft" dir="auto">
          {text}
        </p>
        <FormError>{error}</FormError>
      </div>
      <DialogButtons>
        <Button onClick={onClose}>{say.dialogs.cancel}</Button>
        <Button tone={danger ? 'danger' : 'primary'} disabled={busy} onClick={go} data-on-enter autoFocus>
          {action}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
