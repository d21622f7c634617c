import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passwordReset } from '#protocol/http.ts'
import { resetByLink } from '#server/core/accounts/reset.ts'

/** `POST /api/password/reset`: a new password by a link. Signing in is a request of its own. */
export const POST = openRoute(passwordReset, ({ token, newPassword }) => resetByLink(accountDeps(), token, newPassword))
