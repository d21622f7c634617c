import { Monitor, Smartphone } from 'lucide-react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dot } from '#app/_components/ui/dot.tsx'
import { deviceInWords } from '#app/_words/device.ts'
import { say } from '#app/_words/say.ts'
import { agoInWords } from '#app/_words/time.ts'
import type { SignIn } from '#protocol/sessions.ts'

const isPhone = (device: string) => /iPhone|iPad|Android/.test(device)

/** One sign-in: on what, from where, since when, and whether it is connected now. */
export function SignInLine({ session, onEnd }: { session: SignIn; onEnd: () => void }) {
  const { device, address, connections, current } = session
  const now = new Date()
  const Icon = isPhone(device) ? Smartphone : Monitor
  const connected = connections.length > 0
  return (
    <li className="flex items-center gap-3 border-line py-3 not-first:border-t">
      <span className="grid size-9 shrink-0 place-items-center rounded-[9px] bg-hover text-soft">
        <Icon size={18} aria-hidden="true" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <p className="flex items-center gap-2 text-[0.875rem] font-medium">
          <span className="truncate">{deviceInWords(device)}</span>
          {current && (
            <span className="shrink-0 rounded-md bg-tint px-1.5 text-[0.75rem] leading-5 text-accent">
              {say.settings.thisOne}
            </span>
          )}
        </p>
        <p className="flex items-center gap-1.5 text-meta text-soft">
          {connected && <Dot />}
          <span>
            {connected
              ? connections.length > 1
                ? say.settings.connectedBy(connections.length)
                : say.settings.connectedNow
              : say.settings.lastActive(agoInWords(new Date(session.lastActiveAt), now))}
          </span>
        </p>
        <p className="text-meta wrap-anywhere text-soft">
          {say.settings.signedIn(agoInWords(new Date(session.createdAt), now))}
          {address && ` · ${address}`}
        </p>
      </div>
      {!current && (
        <Button className="h-8" onClick={onEnd} aria-label={say.settings.signOut3(deviceInWords(device))}>
          {say.settings.signOut2}
        </Button>
      )}
    </li>
  )
}
