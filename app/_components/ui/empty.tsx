import type { ReactNode } from 'react'

/** Nothing here: one sentence, one action. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-4 p-8 text-center">
      <p className="max-w-sm text-balance text-soft">{children}</p>
      {action}
    </div>
  )
}
