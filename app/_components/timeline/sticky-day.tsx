'use client'

import { useMemo } from 'react'
import { dayInWords } from '#app/_words/time.ts'

/** The day of what is read, floating over the top. Decoration: the day lines say it too. */
export function StickyDay({ at }: { at: string | null }) {
  const words = useMemo(() => (at === null ? null : dayInWords(new Date(at), new Date())), [at])
  if (words === null) return null
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
      <span className="rounded-full bg-float px-3 py-0.5 text-[0.75rem] leading-5 font-medium text-soft shadow-[0_0_0_1px_var(--line)]">
        {words}
      </span>
    </div>
  )
}
