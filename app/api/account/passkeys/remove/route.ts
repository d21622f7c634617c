import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passkeyRemoved } from '#protocol/http.ts'
import { removePasskey } from '#server/core/passkeys/own.ts'

/** `POST /api/account/passkeys/remove`. */
export const POST = accountRoute(passkeyRemoved, async (self, { id }) => {
  await removePasskey(accountDeps(), self, id)
  return undefined
})
