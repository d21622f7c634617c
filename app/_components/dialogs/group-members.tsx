'use client'

import { X } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Group } from '#protocol/groups.ts'

/** Who is in a group, asked anew when it changes. */
export function GroupMembers({ group, mayChange }: { group: Group; mayChange: boolean }) {
  const chat = useChat()
  const users = useChatState((state) => state.users)
  const [ids, setIds] = useState<string[] | null>(null)
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.listGroupMembers(group.id, cursor)
        setIds((before) => (cursor === undefined ? page.userIds : [...(before ?? []), ...page.userIds]))
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, group.id],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the group changed
  useEffect(() => void load(), [load, group.rev])

  const remove = (userId: string) =>
    void chat.updateGroup(group.id, { remove: [userId] }).catch((cause: unknown) => tell(refusalInWords(cause), 'refused'))

  return (
    <section
      aria-label={say.dialogs.peopleInThisGroup}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="flex min-h-24 flex-col overflow-y-auto px-5 pb-2 focus-visible:-outline-offset-2"
    >
      {error !== null && <p className="text-meta text-danger">{refusalInWords(error)}</p>}
      {ids === null && error === null && <Bone className="my-2 h-7 w-48" />}
      {ids?.length === 0 && <p className="py-2 text-soft">{say.dialogs.nobodyIsInThisGroup}</p>}
      <ul>
        {ids?.map((id) => {
          const user = users[id]
          return (
            user && (
              <li key={id} className="flex h-10 items-center">
                <PersonLine user={user} />
                {mayChange && (
                  <IconButton size="small" label={say.dialogs.takeOut(user.displayName)} onClick={() => remove(id)}>
                    <X size={15} />
                  </IconButton>
                )}
              </li>
            )
          )
        })}
      </ul>
      {next !== undefined && (
        <Button className="mx-auto mt-1" onClick={() => void load(next)}>
          {say.dialogs.showMore}
        </Button>
      )}
    </section>
  )
}
