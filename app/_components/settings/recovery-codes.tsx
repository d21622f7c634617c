'use client'

import { Copy, Download } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { say } from '#app/_words/say.ts'

/** Shown once: they are kept as hashes only. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = `${codes.join('\n')}\n`
  return (
    <Dialog title={say.account.keepCodes} description={say.account.keepCodesAbout} onClose={onClose}>
      <div className="flex flex-col gap-4 px-5 pb-4">
        <ul
          aria-label={say.account.recoveryCodes}
          dir="ltr"
          className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-lg border border-line bg-side p-4 font-mono text-[0.8125rem] select-text narrow:grid-cols-1"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <Button
            onClick={async () => {
              if (await copyText(text)) void tell(say.account.copied)
            }}
          >
            <Copy size={16} aria-hidden /> {say.account.copy}
          </Button>
          <a
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
            download="parley-recovery-codes.txt"
            className="inline-flex h-9 items-center gap-2 rounded-lg border border-line-strong px-3.5 text-[0.875rem] font-medium hover:bg-hover narrow:h-11"
          >
            <Download size={16} aria-hidden /> {say.account.download}
          </a>
        </div>
      </div>
      <DialogButtons>
        <Button tone="primary" onClick={onClose} data-on-enter>
          {say.account.keptThem}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
