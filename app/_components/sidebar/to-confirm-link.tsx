'use client'

import { BadgeCheck } from 'lucide-react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { countInWords } from '#app/_components/ui/count.tsx'
import { useToConfirm } from '#app/_hooks/to-confirm.ts'
import { say } from '#app/_words/say.ts'

/** The way to what waits for one's confirmation, as long as something does. */
export function ToConfirmLink() {
  const dialogs = useDialogs()
  const { count } = useToConfirm()
  if (count === 0) return null
  return (
    <button
      type="button"
      onClick={() => dialogs.open({ name: 'to-confirm' })}
      className="mx-2 mt-2 flex h-8 w-[calc(100%-1rem)] items-center gap-2 rounded-md bg-tint px-2 text-[0.875rem] font-semibold transition-colors duration-120 hover:bg-press narrow:h-11 narrow:text-[0.9375rem]"
    >
      <span className="grid w-5 place-items-center text-accent">
        <BadgeCheck size={16} aria-hidden="true" />
      </span>
      <span className="flex-1 text-start">{say.sidebar.toConfirm}</span>
      <span className="tabular min-w-[18px] rounded-full bg-accent-fill px-[5px] text-center text-[0.6875rem] leading-[18px] font-semibold text-on-accent">
        {countInWords(count)}
      </span>
    </button>
  )
}
