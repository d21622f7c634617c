import { redirect } from 'next/navigation'
import { requireSignIn } from '#app/_server/signed-in.ts'
import { findViewer } from '#app/_server/viewer.ts'
import { titled } from '#app/_server/words.ts'

export const generateMetadata = titled('welcome')

/** The first steps of whoever owns the place; nobody else's. The shell draws what stands here. */
export default async function Page() {
  await requireSignIn('/welcome')
  const viewer = await findViewer()
  if (viewer?.user.role !== 'owner') redirect('/')
  return null
}
