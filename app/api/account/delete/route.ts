import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { accountDeleted } from '#protocol/http.ts'
import { deleteAccount } from '#server/core/accounts/delete-account.ts'

/** `POST /api/account/delete`: closes the account; what takes longer is a job. */
export const POST = accountRoute(accountDeleted, async (self, { username, messages, ...proof }) => {
  await deleteAccount(accountDeps(), self, { proof, username, messages })
  return undefined
})
