'use client'

import { useState } from 'react'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useRoom } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { User } from '#protocol/models.ts'
import { Finder } from './finder.tsx'

/** Brings people into a room, one after the other. */
export function Invite({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const room = useRoom(roomId)
  const [query, setQuery] = useState('')
  const [invited, setInvited] = useState<ReadonlySet<string>>(new Set())
  const search = useSearchPeople(query)
  const found = search.found.filter((user) => user.id !== viewer.id)

  async function invite(user: User) {
    if (invited.has(user.id)) return
    try {
      await chat.invite(roomId, user.id)
      setInvited((before) => new Set(before).add(user.id))
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  return (
    <Dialog title={say.dialogs.inviteTo(room?.name ?? '')} description={say.dialogs.theyJoinAtOnceAnd} onClose={onClose}>
      <Finder
        label={say.dialogs.searchPeople}
        placeholder={say.dialogs.nameOrUsername}
        query={query}
        onQuery={setQuery}
        items={found}
        keyOf={(user) => user.id}
        stale={search.searching}
        onChoose={invite}
        nothing={
          search.error
            ? refusalInWords(search.error)
            : search.searching
              ? null
              : query
                ? say.dialogs.nobodyHereIsCalled(query)
                : say.dialogs.nobodyElseIsHereYet
        }
        draw={(user) => <PersonLine user={user} note={invited.has(user.id) ? say.dialogs.invited : say.dialogs.invite} />}
      />
    </Dialog>
  )
}
