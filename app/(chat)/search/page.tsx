import { requireSignIn } from '#app/_server/signed-in.ts'
import { titled } from '#app/_server/words.ts'

export const generateMetadata = titled('search')

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The shell draws what stands here. What is looked for (`q`) is kept through a sign-in. */
export default async function Page({ searchParams }: Props) {
  const { q } = await searchParams
  await requireSignIn(typeof q === 'string' ? `/search?${new URLSearchParams({ q })}` : '/search')
  return null
}
