import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passkeyMade } from '#protocol/http.ts'
import { finishPasskey } from '#server/core/passkeys/adding.ts'
import { placeOf } from '#server/core/passkeys/place.ts'
import { deviceOf } from '#server/core/sessions/device.ts'

/** `POST /api/account/passkeys/finish`: keeps what the browser made, by the name of the device until it is given another. */
export const POST = accountRoute(passkeyMade, async (self, made, { origin, userAgent }) => {
  await finishPasskey(accountDeps(), self, { ...made, name: deviceOf(userAgent) }, placeOf(origin))
  return undefined
})
