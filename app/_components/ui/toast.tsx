'use client'

import { useEffect, useState } from 'react'
import { fetched } from './fetched.tsx'

const Toaster = fetched(() => import('sonner').then((module) => module.Toaster))

/** The result of something oneself did or asked for, in a sentence, with a way to it. Never for what others do. */
export async function tell(text: string, kind: 'done' | 'refused' = 'done', action?: { label: string; run: () => void }) {
  const sonner = await import('sonner').catch(() => null)
  if (sonner === null) return
  const { toast } = sonner
  if (kind === 'refused') toast.error(text)
  else toast(text, action ? { action: { label: action.label, onClick: action.run } } : {})
}

/** Where such sentences appear. Fetched once the page is idle. */
export function Toasts() {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), 1_200)
    return () => clearTimeout(timer)
  }, [])
  if (!ready) return null
  return (
    <Toaster
      position="bottom-center"
      duration={6_000}
      theme="system"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'flex w-full items-center gap-2.5 rounded-xl bg-float px-4 py-3 text-meta text-ink shadow-float',
          error: 'text-danger',
          actionButton: 'ms-auto shrink-0 rounded font-medium text-accent underline-offset-2 hover:underline',
        },
      }}
    />
  )
}
