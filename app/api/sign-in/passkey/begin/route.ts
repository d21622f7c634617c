import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { noInput } from '#protocol/http.ts'
import { placeOf } from '#server/core/passkeys/place.ts'
import { askForPasskey } from '#server/core/passkeys/signing-in.ts'

/** `POST /api/sign-in/passkey/begin`: what the browser has a passkey sign. */
export const POST = openRoute(noInput, (_, asked) => askForPasskey(accountDeps(), placeOf(asked.origin), asked))
