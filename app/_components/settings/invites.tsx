'use client'

import { useCallback, useEffect, useState } from 'react'
import { Confirm } from '#app/_components/dialogs/confirm.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Invite } from '#protocol/invites.ts'
import { SettingsGroup } from './group.tsx'
import { InviteLine } from './invite-line.tsx'
import { NewInvite } from './new-invite.tsx'

/** Links by which people come in: made here, and taken back. */
export function Invites() {
  const chat = useChat()
  const [invites, setInvites] = useState<Invite[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)
  const [ending, setEnding] = useState<Invite | null>(null)

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.listInvites(cursor === undefined ? {} : { cursor })
        setInvites((held) => (cursor === undefined ? page.invites : [...(held ?? []), ...page.invites]))
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat],
  )
  useEffect(() => void load(), [load])

  return (
    <>
      <SettingsGroup title={say.invites.newInvite} about={say.invites.about}>
        <NewInvite onMade={() => void load()} />
      </SettingsGroup>
      <SettingsGroup title={say.invites.invites} about={say.invites.invitesAbout}>
        {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
        {invites === null && error === null && <Bone className="h-12 w-full" />}
        {invites?.length === 0 && <p className="py-2 text-soft">{say.invites.none}</p>}
        {invites && invites.length > 0 && (
          <ul aria-label={say.invites.invites} className="flex flex-col">
            {invites.map((invite) => (
              <InviteLine key={invite.id} invite={invite} onEnd={() => setEnding(invite)} />
            ))}
          </ul>
        )}
        {next !== undefined && (
          <Button className="self-start" onClick={() => void load(next)}>
            {say.invites.showMore}
          </Button>
        )}
        {ending && (
          <Confirm
            title={say.invites.takeBackQuestion}
            text={say.invites.nobodyComes}
            action={say.invites.takeBack}
            danger
            run={async () => {
              await chat.revokeInvite(ending.id)
              setInvites((held) => held?.map((one) => (one.id === ending.id ? { ...one, state: 'revoked' } : one)) ?? null)
            }}
            onClose={() => setEnding(null)}
          />
        )}
      </SettingsGroup>
    </>
  )
}
