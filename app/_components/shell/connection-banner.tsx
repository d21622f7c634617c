'use client'

import { CirclePause, CloudOff, LogIn, RefreshCw } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useNow } from '#app/_hooks/now.ts'
import { useOnline } from '#app/_hooks/window-state.ts'
import { say } from '#app/_words/say.ts'
import { bannerOf } from './banner.ts'

/** How it stands with the connection, once that is worth a line. It never covers or blocks anything. */
export function ConnectionBanner() {
  const chat = useChat()
  const online = useOnline()
  const connection = useChatState((state) => state.connection)
  const pending = useChatState((state) => countPending(state.outbox))
  const [lostAt, setLostAt] = useState<number | null>(() => Date.now())
  const live = connection.status === 'live'
  const [first, setFirst] = useState(true)
  useEffect(() => {
    if (live) setFirst(false)
    setLostAt((before) => (live ? null : (before ?? Date.now())))
  }, [live])
  const now = useNow(500, !live)

  const banner = bannerOf({ connection, online, pending, lostForMs: lostAt === null ? 0 : now - lostAt, now, first })
  const Icon = (banner?.verb && icons[banner.verb]) ?? (online ? RefreshCw : CloudOff)
  return (
    <div role="status" aria-label={say.shell.connection} className="shrink-0">
      {banner && (
        <div className="flex animate-appear items-center justify-center gap-2.5 bg-warning-tint px-4 py-1.5 text-meta font-medium text-warning">
          <Icon size={14} className="shrink-0" aria-hidden="true" />
          <p className="tabular">
            {banner.words}
            {banner.countdown !== null && <span aria-hidden="true"> {banner.countdown}</span>}
          </p>
          {banner.verb === 'retry' && <Verb onClick={() => chat.retryNow()}>{say.shell.retryNow}</Verb>}
          {banner.verb === 'continue' && <Verb onClick={() => void chat.connect()}>{say.shell.continueHere}</Verb>}
          {banner.verb === 'reload' && <Verb onClick={() => window.location.reload()}>{say.shell.reload}</Verb>}
          {banner.verb === 'sign-in' && (
            <a href="/sign-in" className={verbClass}>
              {say.shell.signIn}
            </a>
          )}
        </div>
      )}
    </div>
  )
}

const icons = { 'sign-in': LogIn, continue: CirclePause, retry: null, reload: null }
const verbClass = 'shrink-0 rounded underline underline-offset-2 hover:no-underline'

function Verb({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className={verbClass}>
      {children}
    </button>
  )
}

function countPending(outbox: Readonly<Record<string, readonly { state: string }[]>>): number {
  let count = 0
  for (const entries of Object.values(outbox)) for (const entry of entries) if (entry.state !== 'failed') count++
  return count
}
