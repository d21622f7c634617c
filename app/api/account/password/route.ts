import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { passwordChange } from '#protocol/http.ts'
import { changePassword } from '#server/core/accounts/change-password.ts'

/** `POST /api/account/password`: a new password, or the first one. */
export const POST = accountRoute(passwordChange, (self, { newPassword, endOthers, ...proof }) =>
  changePassword(accountDeps(), self, { proof, password: newPassword, endOthers }),
)
