import type { Metadata } from 'next'
import { requireSignIn } from '#app/_server/signed-in.ts'

export const metadata: Metadata = { title: 'Search' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The shell draws what stands here. What is looked for (`q`) is kept through a sign-in. */
export default async function Page({ searchParams }: Props) {
  const { q } = await searchParams
  await requireSignIn(typeof q === 'string' ? `/search?${new URLSearchParams({ q })}` : '/search')
  return null
}
