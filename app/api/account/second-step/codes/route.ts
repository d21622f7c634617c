import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { secondStepCode } from '#protocol/http.ts'
import { renewRecoveryCodes } from '#server/core/second-step/second-step.ts'

/** `POST /api/account/second-step/codes`: new recovery codes in place of the former ones. */
export const POST = accountRoute(secondStepCode, (self, { code }) => renewRecoveryCodes(accountDeps(), self, code))
