import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { secondStepCode } from '#protocol/http.ts'
import { endSecondStep } from '#server/core/second-step/second-step.ts'

/** `POST /api/account/second-step/end`: turns it off. */
export const POST = accountRoute(secondStepCode, async (self, { code }) => {
  await endSecondStep(accountDeps(), self, code)
  return undefined
})
