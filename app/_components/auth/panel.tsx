import type { ReactNode } from 'react'

type Props = { title: string; intro?: string | undefined; children: ReactNode; footer?: ReactNode }

/** The frame of the pages before the chat. */
export function Panel({ title, intro, children, footer }: Props) {
  return (
    <>
      <section className="flex flex-col gap-5 rounded-2xl bg-float p-6 shadow-[0_0_0_1px_var(--line)] narrow:p-5">
        <header className="flex flex-col gap-1">
          <h1 className="text-title font-semibold tracking-tight">{title}</h1>
          {intro && <p className="text-meta text-soft">{intro}</p>}
        </header>
        {children}
      </section>
      {footer && <p className="px-1 text-meta text-soft">{footer}</p>}
    </>
  )
}
