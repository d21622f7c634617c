'use client'

import { Check, Copy, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { FormError } from '#app/_components/auth/form-error.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'

/** For owners and admins: a link with which somebody sets a new password, to be handed to them. */
export function ResetLink({ userId }: { userId: string }) {
  const chat = useChat()
  const [link, setLink] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [copied, setCopied] = useState(false)

  async function make() {
    try {
      setLink(`${window.location.origin}/reset/${await chat.makeResetLink(userId)}`)
    } catch (cause) {
      setError(refusalInWords(cause))
    }
  }

  if (link === null)
    return (
      <div className="flex flex-col gap-2 px-5 pb-4">
        <FormError>{error}</FormError>
        <Button className="self-start" onClick={make}>
          <KeyRound size={16} aria-hidden /> {say.account.makeLink}
        </Button>
      </div>
    )
  return (
    <div className="flex flex-col gap-2 px-5 pb-4">
      <label className="flex flex-col gap-1.5 text-meta font-medium">
        {say.account.link}
        <input
          readOnly
          value={link}
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 rounded-lg border border-line-strong bg-field px-3 font-normal narrow:h-11"
        />
      </label>
      <p className="text-meta text-soft">{say.account.linkAbout}</p>
      <Button className="self-start" onClick={async () => setCopied(await copyText(link))}>
        {copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        {copied ? say.account.copied : say.account.copyLink}
      </Button>
    </div>
  )
}
