'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'

const Toaster = dynamic(() => import('sonner').then((module) => module.Toaster), { ssr: false })

/** The result of something oneself did, in a sentence. Never for what others do. */
export async function tell(text: string, kind: 'done' | 'refused' = 'done') {
  const { toast } = await import('sonner')
  if (kind === 'refused') toast.error(text)
  else toast(text)
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
        },
      }}
    />
  )
}
