'use client'

import { Button } from '#app/_components/ui/button.tsx'
import { Mark } from '#app/_components/ui/mark.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-8 text-center">
      <Mark size={36} />
      <h1 className="text-title font-semibold tracking-tight">Something broke on this page</h1>
      <p className="max-w-sm text-soft">
        What you wrote is kept. Load the page again; if it breaks again, tell the people who run this server.
      </p>
      <div className="flex gap-2">
        <Button tone="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
        <Button onClick={reset}>Try again</Button>
      </div>
      {error.digest && <p className="text-meta text-soft">Reference: {error.digest}</p>}
    </main>
  )
}
