'use client'

import { Check } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { DIRECT_MAX_MEMBERS } from '#protocol/limits.ts'
import type { User } from '#protocol/models.ts'
import { Finder } from './finder.tsx'
import { PeopleChips } from './people-chips.tsx'

/** Finds one or several people and opens the direct room they have with oneself. */
export function NewMessage({ onClose }: { onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly User[]>([])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const search = useSearchPeople(query)
  const found = search.found.filter((user) => user.id !== viewer.id)

  const toggle = (user: User) => {
    setQuery('')
    setChosen((before) =>
      before.some((one) => one.id === user.id) ? before.filter((one) => one.id !== user.id) : [...before, user],
    )
  }

  async function openRoom() {
    setBusy(true)
    try {
      const room = await chat.openDirect(chosen.map((user) => user.id))
      onClose()
      go(roomPath(room.id))
    } catch (cause) {
      setError(cause)
      setBusy(false)
    }
  }

  return (
    <Dialog title={say.dialogs.newMessage} onClose={onClose}>
      <Finder
        label={say.dialogs.searchPeople}
        placeholder={say.dialogs.nameOrUsername}
        query={query}
        onQuery={setQuery}
        items={found}
        keyOf={(user) => user.id}
        stale={search.searching}
        onChoose={toggle}
        before={<PeopleChips people={chosen} onRemove={toggle} />}
        nothing={
          search.error
            ? refusalInWords(search.error)
            : search.searching
              ? null
              : query
                ? say.dialogs.nobodyHereIsCalled(query)
                : say.dialogs.nobodyElseIsHereYet
        }
        draw={(user) => (
          <PersonLine user={user}>
            {chosen.some((one) => one.id === user.id) && <Check size={16} className="ms-auto text-accent" />}
          </PersonLine>
        )}
      />
      <DialogButtons>
        {error !== null && <p className="me-auto self-center text-meta text-danger">{refusalInWords(error)}</p>}
        <Button onClick={onClose}>{say.dialogs.cancel}</Button>
        <Button tone="primary" disabled={busy || chosen.length === 0 || chosen.length >= DIRECT_MAX_MEMBERS} onClick={openRoom}>
          {say.dialogs.openConversation}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
