'use client'

import { useState } from 'react'
import { Dialog } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useRoom } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
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
    <Dialog
      title={`Invite to #${room?.name ?? ''}`}
      description="They join at once and see everything written here."
      onClose={onClose}
    >
      <Finder
        label="Search people"
        placeholder="Name or username"
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
                ? `Nobody here is called “${query}”.`
                : 'Nobody else is here yet.'
        }
        draw={(user) => <PersonLine user={user} note={invited.has(user.id) ? 'Invited' : 'Invite'} />}
      />
    </Dialog>
  )
}
