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
      {/* Where both have no place on the line, the account name wraps out of sight instead of becoming a stump. */}
      <span className="flex h-5.5 min-w-0 flex-wrap items-baseline gap-x-2.5 overflow-hidden">
        <bdi className="max-w-full truncate text-[0.875rem] leading-5.5 font-medium">{user.displayName}</bdi>
        <bdi className="max-w-full truncate text-meta leading-5.5 text-soft">@{user.username}</bdi>
      </span>
      {note && <span className="ms-auto shrink-0 text-meta text-soft">{note}</span>}
      {children}
    </span>
  )
}
