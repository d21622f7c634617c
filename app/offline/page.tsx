import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { OfflineRoot } from '#app/_offline/offline-root.tsx'
import { pageEnv } from '#app/_server/env.ts'
import { readWords } from '#app/_server/words.ts'

export const metadata: Metadata = { robots: { index: false } }

/**
 * The shell for whoever opens Parley without a network: the same for everybody, asked for without cookies and kept by
 * public/sw.js. The parts of a page that is being developed keep their names when they change: there it is not kept.
 */
export default async function OfflinePage() {
  if (pageEnv().NODE_ENV === 'development') notFound()
  const { loading, offline } = await readWords()
  return <OfflineRoot loading={loading} words={offline} />
}
