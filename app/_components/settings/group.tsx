import type { ReactNode } from 'react'

type Props = { title: string; about?: ReactNode; children: ReactNode }

/** Settings that belong together: a heading, a sentence about them, and the controls. */
export function SettingsGroup({ title, about, children }: Props) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-3 border-t border-line pt-5 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <div>
        <h3 className="font-semibold">{title}</h3>
        {about && <p className="text-meta text-soft">{about}</p>}
      </div>
      {children}
    </section>
  )
}
