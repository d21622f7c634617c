import { redirect } from 'next/navigation'
import { findViewer } from './viewer.ts'

/** Sends whoever is not signed in to do that, and back to this address afterwards. */
export async function requireSignIn(address: string): Promise<void> {
  if (!(await findViewer())) redirect(address === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(address)}`)
}
