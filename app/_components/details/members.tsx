'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { Button } from '#app/_components/ui/button.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import type { Member, RoomSummary, User } from '#protocol/models.ts'
import { MemberLine } from './member-line.tsx'

/** Who is in a room, with presence and role. Asked anew when somebody came, went or became something else. */
export function Members({ room }: { room: RoomSummary }) {
  const chat = useChat()
  const known = useChatState((state) => state.users)
  const [members, setMembers] = useState<Member[] | null>(null)
  const [users, setUsers] = useState<Record<string, User>>({})
  const [next, setNext] = useState<string | undefined>()
  const [error, setError] = useState<unknown>(null)
  const roomId = room.id

  const load = useCallback(
    async (cursor?: string) => {
      try {
        const page = await chat.listMembers(roomId, cursor)
        setUsers((before) => ({ ...before, ...Object.fromEntries(page.users.map((user) => [user.id, user])) }))
        setMembers((before) => (cursor === undefined ? page.members : [...(before ?? []), ...page.members]))
        setNext(page.next)
        setError(null)
      } catch (cause) {
        setError(cause)
      }
    },
    [chat, roomId],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody came, went or became something else
  useEffect(() => void load(), [load, room.memberCount, room.factsRev])
  useWatchPresence(
    'members',
    useMemo(() => (members ?? []).map((member) => member.userId).slice(0, 200), [members]),
  )

  return (
    <section aria-label={say.details.members} className="flex flex-col gap-1">
      <h3 className="px-5 text-meta font-medium text-soft">{say.common.members(room.memberCount)}</h3>
      {error !== null && <p className="px-5 text-meta text-danger">{refusalInWords(error)}</p>}
      {members === null && error === null && <Bone className="mx-5 my-2 h-7 w-48" />}
      <ul className="flex flex-col px-3">
        {members?.map(({ userId, role }) => {
          const user = known[userId] ?? users[userId]
          return user && <MemberLine key={userId} room={room} user={user} role={role} />
        })}
      </ul>
      {next !== undefined && (
        <Button className="mx-5 mt-1" onClick={() => void load(next)}>
          {say.details.showMore}
        </Button>
      )}
    </section>
  )
}
