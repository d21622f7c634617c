import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passkeyRenamed } from '#protocol/http.ts'
import { renamePasskey } from '#server/core/passkeys/own.ts'

/** `POST /api/account/passkeys/rename`. */
export const POST = accountRoute(passkeyRenamed, async (self, { id, name }) => {
  await renamePasskey(accountDeps(), self, id, name)
  return undefined
})
