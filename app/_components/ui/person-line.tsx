'use client'

import type { ReactNode } from 'react'
import type { PresenceStatus, User } from '#protocol/models.ts'
import { PersonPicture } from './person-picture.tsx'

type Props = { user: User; presence?: PresenceStatus | undefined; note?: string | undefined; children?: ReactNode }

/** A person in a list: picture, name, account name. */
export function PersonLine({ user, presence, note, children }: Props) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <PersonPicture user={user} id={user.id} size={28} status={presence} ground="float" />
      <bdi className="truncate text-[0.875rem] font-medium">{user.displayName}</bdi>
      <span className="truncate text-meta text-soft">@{user.username}</span>
      {note && <span className="ms-auto shrink-0 text-meta text-soft">{note}</span>}
      {children}
    </span>
  )
}
