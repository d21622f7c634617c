'use client'

import type { PresenceStatus, User } from '#protocol/models.ts'
import { Avatar } from './avatar.tsx'
import { PresenceDot } from './presence-dot.tsx'

type Props = { user: User | undefined; id: string; size: 20 | 28; status: PresenceStatus | undefined; ground: 'side' | 'float' }

const grounds = { side: 'bg-side', float: 'bg-float' }

/** A person's picture with their presence at its corner. */
export function PersonPicture({ user, id, size, status, ground }: Props) {
  return (
    <span className="relative shrink-0">
      <Avatar user={user} id={id} size={size} />
      {status && (
        <span
          className={`absolute -end-1 -bottom-1 grid place-items-center rounded-full ${size === 20 ? 'size-3' : 'size-3.5'} ${grounds[ground]}`}
        >
          <PresenceDot status={status} className={size === 20 ? 'size-2' : ''} />
        </span>
      )}
    </span>
  )
}
