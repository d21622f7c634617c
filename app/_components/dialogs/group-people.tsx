'use client'

import { useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { DialogButtons } from '#app/_components/ui/dialog.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat } from '#app/_hooks/chat.tsx'
import { useSearchPeople } from '#app/_hooks/search-people.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Group } from '#protocol/groups.ts'
import type { User } from '#protocol/models.ts'
import { Finder } from './finder.tsx'

/** Adds people to a group, one after the other. */
export function GroupPeople({ group, onBack }: { group: Group; onBack: () => void }) {
  const chat = useChat()
  const [query, setQuery] = useState('')
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set())
  const search = useSearchPeople(query)

  async function add(user: User) {
    if (added.has(user.id)) return
    try {
      await chat.updateGroup(group.id, { add: [user.id] })
      setAdded((before) => new Set(before).add(user.id))
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  const nothing = search.error
    ? refusalInWords(search.error)
    : search.searching
      ? null
      : query
        ? say.dialogs.nobodyHereIsCalled(query)
        : say.dialogs.nobodyIsHereYet
  return (
    <>
      <Finder
        label={say.dialogs.searchPeople}
        placeholder={say.dialogs.nameOrUsername}
        query={query}
        onQuery={setQuery}
        items={search.found}
        keyOf={(user) => user.id}
        stale={search.searching}
        onChoose={add}
        nothing={nothing}
        draw={(user) => <PersonLine user={user} note={added.has(user.id) ? say.dialogs.inTheGroup : say.dialogs.add} />}
      />
      <DialogButtons>
        <Button onClick={onBack}>{say.dialogs.backToTheGroup}</Button>
      </DialogButtons>
    </>
  )
}
