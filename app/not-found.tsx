import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-5 p-8 text-center">
      <Mark size={36} />
      <h1 className="text-title font-semibold tracking-tight">There is nothing at this address</h1>
      <Link href="/" className={buttonClass('primary')}>
        Go to the chat
      </Link>
    </main>
  )
}
