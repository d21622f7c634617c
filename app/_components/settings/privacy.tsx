'use client'

import { useEffect } from 'react'
import { useSetMark } from '#app/_components/people/marks.ts'
import { Button } from '#app/_components/ui/button.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { say } from '#app/_words/say.ts'
import { SettingsGroup } from './group.tsx'

/** Whom one blocks and mutes, and the way back. */
export function Privacy() {
  const blocked = useChatState((state) => state.preferences.blocked)
  const muted = useChatState((state) => state.preferences.muted)
  return (
    <>
      <SettingsGroup title={say.people.blockedPeople} about={say.people.blockedAbout}>
        <People ids={blocked} undo={say.people.unblock} undoOf={say.people.unblockOf} none={say.people.nobodyBlocked} />
      </SettingsGroup>
      <SettingsGroup title={say.people.mutedPeople} about={say.people.mutedAbout}>
        <People ids={muted} undo={say.people.unmute} undoOf={say.people.unmuteOf} none={say.people.nobodyMuted} />
      </SettingsGroup>
    </>
  )
}

type Props = { ids: readonly string[] | undefined; undo: string; undoOf: (name: string) => string; none: string }

function People({ ids, undo, undoOf, none }: Props) {
  const chat = useChat()
  const users = useChatState((state) => state.users)
  const set = useSetMark()
  useEffect(() => void (ids && chat.ensureUsers(ids).catch(() => undefined)), [chat, ids])
  if (!ids) return <p className="text-meta text-soft">{none}</p>
  return (
    <ul className="flex flex-col">
      {ids
        .flatMap((id) => users[id] ?? [])
        .map((user) => (
          <li key={user.id} className="flex min-h-11 items-center gap-3">
            <PersonLine user={user} />
            <Button className="h-8!" aria-label={undoOf(user.displayName)} onClick={() => void set(user.id, null)}>
              {undo}
            </Button>
          </li>
        ))}
    </ul>
  )
}
