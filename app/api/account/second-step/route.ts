import { accountRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { secondStepBegun } from '#protocol/http.ts'
import { beginSecondStep } from '#server/core/second-step/second-step.ts'

/** `POST /api/account/second-step`: what an app scans. It is asked for at sign-in once a first code was right. */
export const POST = accountRoute(secondStepBegun, (self, proof, { origin }) =>
  beginSecondStep(accountDeps(), self, proof, `Parley ${new URL(origin).host}`),
)
