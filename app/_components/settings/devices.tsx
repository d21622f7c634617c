'use client'

import { useCallback, useState } from 'react'
import { Confirm } from '#app/_components/dialogs/confirm.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { usePolled } from '#app/_hooks/polled.ts'
import { deviceInWords } from '#app/_words/device.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { SignIn } from '#protocol/sessions.ts'
import { SettingsGroup } from './group.tsx'
import { SignInLine } from './sign-in-line.tsx'

const EVERY_MS = 4_000

/** Where one is signed in, live, and the verbs that end it there. */
export function Devices() {
  const chat = useChat()
  const {
    value: sessions,
    error,
    again,
  } = usePolled(
    useCallback(() => chat.listSessions(), [chat]),
    EVERY_MS,
  )
  const [ending, setEnding] = useState<SignIn | 'others' | null>(null)
  const others = sessions?.filter((session) => !session.current).length ?? 0
  const inOrder = sessions && [...sessions].sort((a, b) => Number(b.current) - Number(a.current))

  return (
    <SettingsGroup title={say.settings.whereYouAreSignedIn} about={say.settings.signOutWhatYouDont}>
      <ul aria-label={say.settings.sessions} className="flex min-h-24 flex-col">
        {error !== null && <li className="py-2 text-meta text-danger">{refusalInWords(error)}</li>}
        {inOrder === null && error === null && <SessionBones />}
        {inOrder?.map((session) => (
          <SignInLine key={session.id} session={session} onEnd={() => setEnding(session)} />
        ))}
      </ul>
      <Button className="self-start" disabled={others === 0} onClick={() => setEnding('others')}>
        {say.settings.signOutEverywhereElse}
      </Button>
      {ending === 'others' && (
        <Confirm
          title={say.settings.signOutEverywhereElse2}
          text={say.settings.willBeSignedOutAt(others)}
          action={say.settings.signOutEverywhereElse}
          danger
          run={async () => {
            await chat.endOtherSessions()
            await again()
          }}
          onClose={() => setEnding(null)}
        />
      )}
      {ending !== null && ending !== 'others' && (
        <Confirm
          title={say.settings.signOut(deviceInWords(ending.device))}
          text={say.settings.whatWasWrittenThereAnd}
          action={say.settings.signOut2}
          danger
          run={async () => {
            await chat.endSession(ending.id)
            await again()
          }}
          onClose={() => setEnding(null)}
        />
      )}
    </SettingsGroup>
  )
}

function SessionBones() {
  return ['w-40', 'w-52'].map((width) => (
    <li key={width} className="flex gap-3 py-3" aria-label={say.settings.loading}>
      <Bone className="size-9 rounded-[9px]" />
      <span className="flex flex-col gap-2 pt-1">
        <Bone className={`h-3 ${width}`} />
        <Bone className="h-3 w-60" />
      </span>
    </li>
  ))
}
