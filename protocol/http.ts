import { z } from 'zod'
import { DISPLAY_NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, USERNAME_MAX } from './limits.ts'
import { line } from './scalars.ts'

/** Body of `POST /api/register`. `invite` is an invite's code, or the first account's set-up code. */
export const registration = z.object({
  username: z
    .string('is missing')
    .min(1, 'is missing')
    .max(USERNAME_MAX * 4, `must have at most ${USERNAME_MAX} characters`),
  password: z
    .string('is missing')
    .min(PASSWORD_MIN, `must have at least ${PASSWORD_MIN} characters`)
    .max(PASSWORD_MAX, `must have at most ${PASSWORD_MAX} characters`),
  displayName: line(DISPLAY_NAME_MAX).optional(),
  email: z.string().max(254).optional(),
  invite: z.string().max(200).optional(),
})
export type Registration = z.infer<typeof registration>

/** Answer of `GET /api/socket-token`. */
export type SocketToken = { token: string; expiresAt: string; url: string }
