'use client'

import { UserMinus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useDialogs } from '#app/_components/dialogs/dialogs.tsx'
import { mayGovern } from '#app/_components/room/room-view.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { PersonLine } from '#app/_components/ui/person-line.tsx'
import { Bone } from '#app/_components/ui/skeleton.tsx'
import { useChat, useChatState } from '#app/_hooks/chat.tsx'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { plural } from '#app/_words/wait.ts'
import type { Member, RoomRole, RoomSummary, User } from '#protocol/models.ts'

const roleWords: Record<RoomRole, string | undefined> = { owner: 'Owner', moderator: 'Moderator', member: undefined }
const rank: Record<RoomRole, number> = { owner: 2, moderator: 1, member: 0 }

/** Who is in a room, with presence and role. Asked anew when their number changes. */
export function Members({ room }: { room: RoomSummary }) {
  const chat = useChat()
  const viewer = useViewer()
  const dialogs = useDialogs()
  const known = useChatState((state) => state.users)
  const presence = useChatState((state) => state.presence)
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: somebody came or went
  useEffect(() => void load(), [load, room.memberCount])
  useWatchPresence(
    'members',
    useMemo(() => (members ?? []).map((member) => member.userId).slice(0, 200), [members]),
  )

  const askKick = (user: User) =>
    dialogs.open({
      name: 'confirm',
      title: `Remove ${user.displayName}?`,
      text:
        room.kind === 'PRIVATE'
          ? 'They can come back only when somebody invites them.'
          : 'They can join again unless they are banned.',
      action: 'Remove',
      danger: true,
      run: () => chat.kick(roomId, user.id),
    })

  return (
    <section aria-label="Members" className="flex flex-col gap-1">
      <h3 className="px-5 text-meta font-medium text-soft">{plural(room.memberCount, 'member')}</h3>
      {error !== null && <p className="px-5 text-meta text-danger">{refusalInWords(error)}</p>}
      {members === null && error === null && <Bone className="mx-5 my-2 h-7 w-48" />}
      <ul className="flex flex-col px-3">
        {members?.map(({ userId, role }) => {
          const user = known[userId] ?? users[userId]
          if (!user) return null
          const mayKick =
            mayGovern(room) && room.kind !== 'DIRECT' && userId !== viewer.id && rank[role] < rank[room.role ?? 'member']
          return (
            <li key={userId} className="group/member flex items-center rounded-md hover:bg-hover">
              <button
                type="button"
                onClick={() => dialogs.open({ name: 'profile', userId })}
                className="flex h-10 min-w-0 flex-1 items-center px-2 text-start narrow:h-12"
              >
                <PersonLine user={user} presence={presence[userId]?.status ?? 'offline'} note={roleWords[role]} />
              </button>
              {mayKick && (
                <IconButton
                  size="small"
                  label={`Remove ${user.displayName}`}
                  onClick={() => askKick(user)}
                  className="me-1 opacity-0 group-focus-within/member:opacity-100 group-hover/member:opacity-100 narrow:opacity-100"
                >
                  <UserMinus size={15} />
                </IconButton>
              )}
            </li>
          )
        })}
      </ul>
      {next !== undefined && (
        <Button className="mx-5 mt-1" onClick={() => void load(next)}>
          Show more
        </Button>
      )}
    </section>
  )
}
