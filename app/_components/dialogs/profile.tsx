'use client'

import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { MarkMenu } from '#app/_components/people/mark-menu.tsx'
import { Avatar } from '#app/_components/ui/avatar.tsx'
import { Button } from '#app/_components/ui/button.tsx'
import { Dialog, DialogButtons } from '#app/_components/ui/dialog.tsx'
import { fetched } from '#app/_components/ui/fetched.tsx'
import { IconButton } from '#app/_components/ui/icon-button.tsx'
import { PresenceDot, presenceWords } from '#app/_components/ui/presence-dot.tsx'
import { tell } from '#app/_components/ui/toast.tsx'
import { useChat, useChatState, useUser } from '#app/_hooks/chat.tsx'
import { copyText } from '#app/_hooks/copy.ts'
import { go, roomPath, settingsPath } from '#app/_hooks/place.ts'
import { useWatchPresence } from '#app/_hooks/presence.ts'
import { useViewer } from '#app/_hooks/viewer.tsx'
import { refusalInWords } from '#app/_words/refusal.ts'
import { say } from '#app/_words/say.ts'
import { shortTime } from '#app/_words/time.ts'
import type { Profile as Told, UserRole } from '#protocol/models.ts'
import { ProfileFacts } from './profile-facts.tsx'

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

/** Somebody's card: who they are, whether they are there, and what one can do with them. */
export function Profile({ userId, onClose }: { userId: string; onClose: () => void }) {
  const chat = useChat()
  const viewer = useViewer()
  const user = useUser(userId)
  const presence = useChatState((state) => state.presence[userId])
  const [told, setTold] = useState<Told | null>(null)
  useWatchPresence('profile', [userId])
  useEffect(() => {
    void chat.ensureUsers([userId]).catch(() => undefined)
    // Without a connection the card has what is known here; a webhook has no profile.
    chat.ask('profile:get', { userId }).then(
      ({ profile }) => setTold(profile),
      () => undefined,
    )
  }, [chat, userId])

  async function message() {
    try {
      const room = await chat.openDirect([userId])
      onClose()
      go(roomPath(room.id))
    } catch (error) {
      void tell(refusalInWords(error), 'refused')
    }
  }
  function show(path: string) {
    onClose()
    go(path)
  }

  const status = presence?.status ?? 'offline'
  const seen =
    status === 'offline' && presence?.lastSeenAt
      ? say.dialogs.lastSeen(shortTime(new Date(presence.lastSeenAt), new Date()))
      : presenceWords()[status]
  const role = user && roleWords()[user.role]
  return (
    <Dialog title={user?.displayName ?? say.dialogs.profile} onClose={onClose} width="w-[400px]">
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-4">
        <div className="flex items-center gap-4">
          <Avatar user={user} id={userId} size={88} />
          <div className="flex min-w-0 flex-col gap-0.5 text-meta text-soft">
            {told?.title && <bdi className="text-[0.875rem] text-ink">{told.title}</bdi>}
            {user?.bot ? (
              <span>{say.dialogs.aWebhook}</span>
            ) : (
              <>
                <span className="flex items-center gap-1">
                  <span className="truncate">
                    <bdi>@{user?.username}</bdi>
                    {role && ` · ${role}`}
                  </span>
                  <IconButton
                    size="small"
                    label={say.people.copyName}
                    onClick={() => void copyText(`@${user?.username ?? ''}`).then(() => tell(say.people.nameCopied))}
                  >
                    <Copy size={14} />
                  </IconButton>
                </span>
                <span className="flex items-center gap-1.5">
                  <PresenceDot status={status} /> {seen}
                </span>
              </>
            )}
          </div>
        </div>
        {presence?.text && (
          <p className="rounded-lg bg-hover px-3 py-2 text-[0.875rem]">
            <bdi>{presence.text}</bdi>
          </p>
        )}
        {told && <ProfileFacts told={told} onRoom={(roomId) => show(roomPath(roomId))} />}
      </div>
      {userId !== viewer.id && user && !user.bot && mayMakeLink(viewer.role, user.role) && <ResetLink userId={userId} />}
      {!user?.bot && (
        <DialogButtons>
          {userId === viewer.id ? (
            <Button onClick={() => show(settingsPath('profile'))}>{say.people.editProfile}</Button>
          ) : (
            <>
              {user && <MarkMenu userId={userId} name={user.displayName} />}
              <Button tone="primary" onClick={message}>
                {say.dialogs.sendAMessage}
              </Button>
            </>
          )}
        </DialogButtons>
      )}
    </Dialog>
  )
}
