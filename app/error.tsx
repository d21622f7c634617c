'use client'

import { Button } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'

const BROKE = {
  title: 'Something broke on this page',
  words: 'What you wrote is kept. Load the page again; if it breaks again, tell the people who run this server.',
}
const AWAY = {
  title: 'Parley can’t answer just now',
  words: 'Its database can’t be reached. Nothing that was sent is lost, and what you wrote is kept. Try again in a moment.',
}

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const isAway = error.digest === 'unavailable'
  const { title, words } = isAway ? AWAY : BROKE
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-8 text-center">
      <Mark size={36} />
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      <p className="max-w-sm text-soft">{words}</p>
      <div className="flex gap-2">
        <Button tone="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
        {!isAway && <Button onClick={reset}>Try again</Button>}
      </div>
      {error.digest && !isAway && <p className="text-meta text-soft">Reference: {error.digest}</p>}
    </main>
  )
}
