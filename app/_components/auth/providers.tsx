'use client'

import { Button } from '#app/_components/ui/button.tsx'
import { goToProvider } from './next-auth.ts'

type Props = { providers: { id: string; name: string }[]; returnPath: string; words: { or: string; with: string } }

/** Sign-in with an account from elsewhere, where the server offers it. */
export function Providers({ providers, returnPath, words }: Props) {
  if (providers.length === 0) return null
  return (
    <div className="flex flex-col gap-2">
      <p className="my-1 flex items-center gap-3 text-meta text-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {words.or}
      </p>
      {providers.map((provider) => (
        <Button key={provider.id} className="h-10" onClick={() => void goToProvider(provider.id, returnPath)}>
          {words.with.replace('{}', provider.name)}
        </Button>
      ))}
    </div>
  )
}
