import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { type AccountAnswer, askAccount } from './ask.ts'

type Begun<Options> = { options: Options; state: string }
type Making = Parameters<typeof startRegistration>[0]['optionsJSON']
type Signing = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Why the browser made or used none: it can't here, nobody did, or the device has one already. */
export type NoPasskey = 'unable' | 'unused' | 'there'
export type PasskeyAnswer<Data> = AccountAnswer<Data> | { ok: false; why: NoPasskey }

/** Adds a passkey to one's account: `shown` is what the server asks for again. Never throws. */
export async function addPasskey(shown: object): Promise<PasskeyAnswer<unknown>> {
  if (!browserSupportsWebAuthn()) return { ok: false, why: 'unable' }
  const begun = await askAccount<Begun<Making>>('account/passkeys/begin', shown)
  if (!begun.ok) return begun
  const { options, state } = begun.data
  try {
    return await askAccount('account/passkeys/finish', { state, response: await startRegistration({ optionsJSON: options }) })
  } catch (error) {
    return { ok: false, why: whyNot(error) }
  }
}

/** Has a passkey of this device sign. Gives what the session is made of. Never throws. */
export async function showPasskey(): Promise<PasskeyAnswer<{ token: string }>> {
  if (!browserSupportsWebAuthn()) return { ok: false, why: 'unable' }
  const begun = await askAccount<Begun<Signing>>('sign-in/passkey/begin', {})
  if (!begun.ok) return begun
  const { options, state } = begun.data
  try {
    return await askAccount('sign-in/passkey', { state, response: await startAuthentication({ optionsJSON: options }) })
  } catch (error) {
    return { ok: false, why: whyNot(error) }
  }
}

function whyNot(error: unknown): NoPasskey {
  const name = error instanceof WebAuthnError ? (error.cause as Error | undefined)?.name : (error as Error).name
  if (name === 'InvalidStateError') return 'there'
  return name === 'NotAllowedError' || name === 'AbortError' ? 'unused' : 'unable'
}
