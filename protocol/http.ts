import { z } from 'zod'
import { DISPLAY_NAME_MAX, PASSKEY_NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, USERNAME_MAX } from './limits.ts'
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

const newPassword = z.string('is missing').max(PASSWORD_MAX * 2)
const token = z.string().min(1).max(100)

/** What somebody who is signed in shows again before the ways into their account change. */
const proof = {
  password: z
    .string()
    .max(PASSWORD_MAX * 2)
    .optional(),
  code: z.string().max(100).optional(),
}

/** Body of `POST /api/password/forgot`. */
export const forgotten = z.object({ email: z.string('is missing').max(254) })
/** Body of `POST /api/password/reset`. `token` is what the link ends with. */
export const passwordReset = z.object({ token, newPassword })
/** Body of `POST /api/account/password`. */
export const passwordChange = z.object({ ...proof, newPassword, endOthers: z.boolean() })

/** Body of `POST /api/account/second-step`. */
export const secondStepBegun = z.object(proof)
/** Bodies that hold a code of the app or, but for turning it on, a recovery code. */
export const secondStepCode = z.object({ code: z.string('is missing').max(100) })
/** Body of `POST /api/sign-in/second-step`. */
export const secondStepTaken = secondStepCode.extend({ challenge: token })

export const noInput = z.object({})
/** What a browser's own functions made: read by whoever checks it. */
const credential = z.looseObject({ id: z.string().min(1).max(1_400) })
const passkeyId = z.string().min(1).max(1_400)
/** Body of `POST /api/account/passkeys/begin`. */
export const passkeyBegun = z.object(proof)
/** Body of `POST /api/account/passkeys/finish` and `POST /api/sign-in/passkey`. */
export const passkeyMade = z.object({ state: token, response: credential })
/** Bodies of `POST /api/account/passkeys/rename` and `…/remove`. */
export const passkeyRenamed = z.object({ id: passkeyId, name: line(PASSKEY_NAME_MAX).min(1, 'is missing') })
export const passkeyRemoved = z.object({ id: passkeyId })

export type PasskeyInfo = { id: string; name: string; createdAt: string; lastUsedAt: string | null }

/** Body of `POST /api/account/email`. An empty one takes it away. */
export const emailChange = z.object({ ...proof, email: z.string('is missing').max(254) })
/** Body of `POST /api/confirm-email`. */
export const emailConfirmed = z.object({ token })
/** Body of `POST /api/account/delete`. `messages`: those go too. */
export const accountDeleted = z.object({
  ...proof,
  username: z.string('is missing').max(USERNAME_MAX * 4),
  messages: z.boolean(),
})

/** Answer of `GET /api/account`: what somebody's settings say of the ways into their account. */
export type AccountFacts = {
  username: string
  email: string | null
  hasPassword: boolean
  hasSecondStep: boolean
  /** Those that were not used. */
  recoveryCodes: number
  passkeys: PasskeyInfo[]
  /** Providers that sign them in, by name. */
  providers: string[]
  /** This installation sends mail. */
  hasMail: boolean
}
