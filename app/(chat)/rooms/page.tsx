import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Rooms' }

/** The shell draws what stands here. */
export default function Page() {
  return null
}
