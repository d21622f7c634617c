import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { secondStepCode } from '#protocol/http.ts'
import { confirmSecondStep } from '#server/core/second-step/second-step.ts'

/** `POST /api/account/second-step/confirm`: turns it on, and answers the recovery codes, once. */
export const POST = accountRoute(secondStepCode, (self, { code }) => confirmSecondStep(accountDeps(), self, code))
