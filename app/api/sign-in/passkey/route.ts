import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passkeyMade } from '#protocol/http.ts'
import { placeOf } from '#server/core/passkeys/place.ts'
import { signInWithPasskey } from '#server/core/passkeys/signing-in.ts'

/** `POST /api/sign-in/passkey`: what next-auth makes a session of, for what a passkey signed. */
export const POST = openRoute(passkeyMade, (signed, asked) => signInWithPasskey(accountDeps(), signed, placeOf(asked.origin)))
