import { Check, CircleAlert, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'

const icons = {
  good: <Check size={16} className="mt-0.5 shrink-0 text-success" aria-hidden="true" />,
  bad: <CircleAlert size={16} className="mt-0.5 shrink-0 text-warning" aria-hidden="true" />,
  busy: <LoaderCircle size={16} className="mt-0.5 shrink-0 animate-spin text-soft" aria-hidden="true" />,
}

/** How something stands, in a sentence with its sign. */
export function StateLine({ icon, children }: { icon: keyof typeof icons; children: ReactNode }) {
  return (
    <p role="status" className="flex min-w-0 items-start gap-2">
      {icons[icon]}
      <span>{children}</span>
    </p>
  )
}
