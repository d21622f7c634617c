import type { Metadata } from 'next'
import { requireSignIn } from '#app/_server/signed-in.ts'

export const metadata: Metadata = { title: 'Inbox' }

/** The shell draws what stands here. */
export default async function Page() {
  await requireSignIn('/inbox')
  return null
}
