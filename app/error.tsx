'use client'

import { useErrorWords } from '#app/_components/shell/error-words.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const isAway = error.digest === 'unavailable'
  const words = useErrorWords()
  if (words === null) throw error
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-8 text-center">
      <Mark size={36} />
      <h1 className="text-title font-semibold tracking-tight">{isAway ? words.away : words.broke}</h1>
      <p className="max-w-sm text-soft">{isAway ? words.awayMore : words.brokeMore}</p>
      <div className="flex gap-2">
        <Button tone="primary" onClick={() => window.location.reload()}>
          {words.reload}
        </Button>
        {!isAway && <Button onClick={reset}>{words.tryAgain}</Button>}
      </div>
      {error.digest && !isAway && <p className="text-meta text-soft">{words.reference.replace('{}', error.digest)}</p>}
    </main>
  )
}
