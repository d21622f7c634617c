import { accountDeps } from '#app/_server/accounts.ts'
import { answer, json } from '#app/_server/answer.ts'
import { readJson } from '#app/_server/read-json.ts'
import { readAsked } from '#app/_server/request.ts'
import { Refusal } from '#protocol/errors.ts'
import { registration } from '#protocol/http.ts'
import { createAccount } from '#server/core/accounts/create-account.ts'

/** `POST /api/register`: an account, 201 `{ id, username }`. Signing in is a request of its own. */
export async function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const parsed = registration.safeParse(await readJson(request))
    if (!parsed.success) {
      const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]))
      throw new Refusal('invalid', 'Check what is marked.', { fields })
    }
    const { address, isLocal } = readAsked(request.headers)
    return json(await createAccount(accountDeps(), parsed.data, { kind: 'web', address, isLocal }), 201)
  })
}
