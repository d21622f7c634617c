import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passkeyBegun } from '#protocol/http.ts'
import { beginPasskey } from '#server/core/passkeys/adding.ts'
import { placeOf } from '#server/core/passkeys/place.ts'

/** `POST /api/account/passkeys/begin`: what the browser makes a passkey of. */
export const POST = accountRoute(passkeyBegun, (self, proof, { origin }) =>
  beginPasskey(accountDeps(), self, proof, placeOf(origin)),
)
