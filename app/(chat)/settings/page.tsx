import type { Metadata } from 'next'
import { requireSignIn } from '#app/_server/signed-in.ts'

export const metadata: Metadata = { title: 'Settings' }

/** The shell draws what stands here. */
export default async function Page() {
  await requireSignIn('/settings')
  return null
}
