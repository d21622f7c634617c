'use client'

import { useEffect } from 'react'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { PresenceDot, presenceWords } from '#app/_components/ui/presence-dot.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState, useUser } from '#app/_hooks/chat.tsx'
import { go, roomPath } from '#app/_hooks/place.ts'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import type { UserRole } from '#protocol/models.ts'

const roleWords = (): Record<UserRole, string | null> => ({
  owner: say.dialogs.owner,
  admin: say.dialogs.admin,
  moderator: say.dialogs.moderator,
  member: null,
  guest: say.dialogs.guest,
})

const ResetLink = fetched(() => import('./reset-link.tsx').then((module) => module.ResetLink), 'account')
const RANK: Record<UserRole, number> = { owner: 4, admin: 3, moderator: 2, member: 1, guest: 0 }
const mayMakeLink = (mine: UserRole, theirs: UserRole) => RANK[mine] >= RANK.admin && RANK[theirs] < RANK[mine]

export function Profile({ userId, onClose }: { userId: string; onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const user = useUser(userId)
  const presence = useChatState((state) => state.presence[userId])
  useWatchPresence('profile', [userId])
  useEffect(() => void chat.ensureUsers([userId]), [chat, userId])

  async function message() {
    try {
      const room = await chat.openDirect([userId])
      onClose()
      go(roomPath(room.id))
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }

  const status = presence?.status ?? 'offline'
  const seen =
    status === 'offline' && presence?.lastSeenAt
      ? say.dialogs.lastSeen(shortTime(new Date(presence.lastSeenAt), new Date()))
      : presenceWords()[status]
  const role = user && roleWords()[user.role]
  return (
    <Dialog title={user?.displayName ?? say.dialogs.profile} onClose={onClose} width="w-[360px]">
      <div className="flex items-center gap-4 px-5 pt-1 pb-4">
        <Avatar user={user} id={userId} size={56} />
        <div className="flex min-w-0 flex-col gap-0.5 text-meta text-soft">
          {user?.bot && <span>{say.dialogs.aWebhook}</span>}
          <span className="truncate" hidden={user?.bot}>
            <bdi>@{user?.username}</bdi>
            {role && ` · ${role}`}
          </span>
          <span className={user?.bot ? 'hidden' : 'flex items-center gap-1.5'}>
            <PresenceDot status={status} /> {seen}
          </span>
          {presence?.text && <bdi className="truncate text-ink">{presence.text}</bdi>}
        </div>
      </div>
      {userId !== viewer.id && user && !user.bot && mayMakeLink(viewer.role, user.role) && <ResetLink userId={userId} />}
      {userId !== viewer.id && !user?.bot && (
        <DialogButtons>
          <Button tone="primary" onClick={message}>
            {say.dialogs.sendAMessage}
          </Button>
        </DialogButtons>
      )}
    </Dialog>
  )
}
