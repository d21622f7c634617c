import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { Refusal } from '#protocol/errors.ts'
import { forgotten } from '#protocol/http.ts'
import { askForReset } from '#server/core/accounts/reset.ts'
import { hasMail } from '#server/mail/mail.ts'

/** `POST /api/password/forgot`: a link by mail, if the address is somebody's; the answer never says. */
export const POST = openRoute(forgotten, async ({ email }, asked) => {
  const deps = accountDeps()
  if (!hasMail(deps.settings)) throw new Refusal('forbidden', 'This server sends no mail. Ask an admin of it for a link.')
  await askForReset(deps, email, asked)
  return undefined
})
