import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { emailChange } from '#protocol/http.ts'
import { changeEmail } from '#server/core/accounts/change-email.ts'

/** `POST /api/account/email`: another address, once its link was opened where mail is sent. */
export const POST = accountRoute(emailChange, (self, { email, ...proof }) => changeEmail(accountDeps(), self, { proof, email }))
