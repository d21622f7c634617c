'use client'

import { Copy } from 'lucide-react'
import { useId } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { filled } from '#app/_words/filled.tsx'
import { say } from '#app/_words/say.ts'

/** The address of a webhook, the only time that it is shown. */
export function WebhookAddress({ name, url }: { name: string; url: string }) {
  const id = useId()

  async function copy() {
    const copied = await copyText(url)
    void tell(copied ? say.dialogs.addressCopied : say.dialogs.addressNotCopied, copied ? 'done' : 'refused')
  }

  return (
    <div role="status" className="flex flex-col gap-1.5 rounded-lg bg-tint p-3">
      <label htmlFor={id} className="text-meta font-medium">
        {filled(say.dialogs.addressOf, <bdi key="name">{name}</bdi>)}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={url}
          dir="ltr"
          aria-describedby={`${id}-note`}
          onFocus={(event) => event.currentTarget.select()}
          className="h-10 min-w-0 flex-1 rounded-lg border border-line-strong bg-field px-3 font-mono text-[0.8125rem] narrow:h-11"
        />
        <Button className="h-10! narrow:h-11!" autoFocus onClick={copy}>
          <Copy size={15} /> {say.dialogs.copy}
        </Button>
      </div>
      <p id={`${id}-note`} className="text-meta text-soft">
        {say.dialogs.addressOnlyNow}
      </p>
    </div>
  )
}
