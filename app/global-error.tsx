'use client'

import { Button } from '#app/_components/ui/button.tsx'
import './globals.css'

/** Stands in for the whole document when even the frame failed. It is made when building, so no script of it may run: it needs none. */
export default function GlobalError() {
  return (
    <html lang="en" data-theme="system">
      <body>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-8 text-center">
          <h1 className="text-title font-semibold tracking-tight">Parley could not be shown</h1>
          <p className="max-w-sm text-soft">What you wrote is kept. Load the page again in a moment.</p>
          <form>
            <Button tone="primary" type="submit">
              Reload
            </Button>
          </form>
        </main>
      </body>
    </html>
  )
}
