'use client'

import type { ReactNode } from 'react'
import type { PresenceStatus, User } from '#protocol/models.ts'
import { Avatar } from './avatar.tsx'
import { PresenceDot } from './presence-dot.tsx'

type Props = { user: User; presence?: PresenceStatus | undefined; note?: string | undefined; children?: ReactNode }

/** A person in a list: picture, name, account name. */
export function PersonLine({ user, presence, note, children }: Props) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <span className="relative">
        <Avatar user={user} id={user.id} size={28} />
        {presence && (
          <PresenceDot
            status={presence}
            className="absolute -end-0.5 -bottom-0.5 box-content rounded-full border-2 border-float bg-clip-padding"
          />
        )}
      </span>
      <bdi className="truncate text-[0.875rem] font-medium">{user.displayName}</bdi>
      <span className="truncate text-meta text-soft">@{user.username}</span>
      {note && <span className="ms-auto shrink-0 text-meta text-soft">{note}</span>}
      {children}
    </span>
  )
}
