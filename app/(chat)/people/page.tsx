import { requireSignIn } from '#app/_server/signed-in.ts'
import { titled } from '#app/_server/words.ts'

export const generateMetadata = titled('people')

/** The shell draws what stands here. */
export default async function Page() {
  await requireSignIn('/people')
  return null
}
