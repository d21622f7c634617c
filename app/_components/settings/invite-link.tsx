'use client'

import { Copy } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { say } from '#app/_words/say.ts'

/** The link of an invite that was just made. */
export function InviteLink({ path, onDone }: { path: string; onDone: () => void }) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const link = new URL(path, window.location.href).href
  useEffect(() => field.current?.select(), [])

  async function copy() {
    if (await copyText(link)) void tell(say.invites.copied)
    else {
      field.current?.select()
      void tell(say.invites.notCopied, 'refused')
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-meta font-medium">
          {say.invites.link}
        </label>
        <input
          ref={field}
          id={id}
          readOnly
          dir="ltr"
          value={link}
          aria-describedby={`${id}-note`}
          onFocus={(event) => event.currentTarget.select()}
          className="h-10 rounded-lg border border-line-strong bg-field px-3 font-mono text-[0.8125rem] narrow:h-11"
        />
        <p id={`${id}-note`} className="text-meta text-soft">
          {say.invites.copyItNow}
        </p>
      </div>
      <div className="flex gap-2">
        <Button tone="primary" onClick={() => void copy()}>
          <Copy size={15} aria-hidden /> {say.invites.copy}
        </Button>
        <Button onClick={onDone}>{say.invites.done}</Button>
      </div>
    </div>
  )
}
