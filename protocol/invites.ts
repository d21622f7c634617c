import { z } from 'zod'
import { INVITE_DAYS_MAX, INVITE_NOTE_MAX, INVITE_ROOMS_MAX, INVITE_USES_MAX } from './limits.ts'
import { counter, id, line, time } from './scalars.ts'

/** What somebody becomes who makes an account by an invite. */
export const invitedRole = z.enum(['member', 'guest'])

/** A link by which people come in. Of its rooms those are told that one may know of; `roomCount` counts all. */
export const invite = z.object({
  id,
  role: invitedRole,
  roomCount: counter,
  rooms: z.array(z.object({ id, name: z.string() })),
  note: z.string().optional(),
  createdBy: id,
  createdAt: time,
  uses: counter,
  maxUses: counter,
  endsAt: time,
  state: z.enum(['open', 'used', 'ended', 'revoked']),
})

export const inviteWanted = z.object({
  role: invitedRole,
  roomIds: z.array(id).max(INVITE_ROOMS_MAX).optional(),
  note: line(INVITE_NOTE_MAX).optional(),
  maxUses: z.int().min(1).max(INVITE_USES_MAX),
  endsInHours: z
    .int()
    .min(1)
    .max(INVITE_DAYS_MAX * 24),
})

/** Body of `POST /api/invites/accept`: the secret of an invite, as it stands in its address. */
export const acceptance = z.object({ token: z.string().max(200) })

/** The page an invite leads to. */
export const invitePath = (token: string): string => `/join/${token}`

export type Invite = z.infer<typeof invite>
export type InvitedRole = z.infer<typeof invitedRole>
export type InviteWanted = z.infer<typeof inviteWanted>
