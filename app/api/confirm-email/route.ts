import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { emailConfirmed } from '#protocol/http.ts'
import { confirmEmail } from '#server/core/accounts/change-email.ts'

/** `POST /api/confirm-email`: uses the address whose link was opened. */
export const POST = openRoute(emailConfirmed, async ({ token }) => {
  await confirmEmail(accountDeps(), token)
  return undefined
})
