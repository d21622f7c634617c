import { openRoute } from '#app/_server/account-route.ts'
import { accountDeps } from '#app/_server/accounts.ts'
import { secondStepTaken } from '#protocol/http.ts'
import { finishSecondStep } from '#server/core/accounts/sign-in.ts'

/** `POST /api/sign-in/second-step`: what next-auth makes a session of, for a password that was right and a code. */
export const POST = openRoute(secondStepTaken, ({ challenge, code }) => finishSecondStep(accountDeps(), challenge, code))
