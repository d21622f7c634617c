'use client'

import { ChevronDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { say } from '#app/_words/say.ts'

const SendLaterMenu = fetched(() => import('./send-later-menu.tsx').then((module) => module.SendLaterMenu), 'menus')

type Props = { disabled: boolean; onChoose: (at: Date) => Promise<void> }

/** Beside the button that sends: the same at another time. */
export function SendLater({ disabled, onChoose }: Props) {
  const dialogs = useDialogs()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <span className="relative">
      <button
        ref={button}
        type="button"
        aria-label={say.composer.sendLater}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-disabled={disabled}
        data-tip={say.composer.sendLater}
        onClick={() => !disabled && setOpen(true)}
        className="grid h-7 w-6 place-items-center rounded-e-lg border-s border-on-accent/25 bg-accent-fill text-on-accent transition-colors duration-120 hover:bg-accent-fill-hover aria-disabled:border-line-strong aria-disabled:bg-press aria-disabled:text-soft narrow:h-9 narrow:w-7"
      >
        <ChevronDown size={14} strokeWidth={2.25} />
      </button>
      {open && (
        <SendLaterMenu
          button={button}
          onClose={() => setOpen(false)}
          onChoose={onChoose}
          onPick={() => dialogs.open({ name: 'when', title: say.composer.sendLater, verb: say.composer.schedule, run: onChoose })}
        />
      )}
    </span>
  )
}
