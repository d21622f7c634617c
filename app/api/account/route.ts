import { accountDeps } from '#app/_server/accounts.ts'
import { answer, json } from '#app/_server/answer.ts'
import { configuredProviders } from '#app/_server/providers.ts'
import { requireViewer } from '#app/_server/viewer.ts'
import type { AccountFacts } from '#protocol/http.ts'
import { readAccount } from '#server/core/accounts/own.ts'
import { listPasskeys } from '#server/core/passkeys/own.ts'
import { queryOn } from '#server/database/transaction.ts'
import { hasMail } from '#server/mail/mail.ts'

/** `GET /api/account`: what one's settings say of the ways into one's account. */
export const GET = (): Promise<Response> =>
  answer(async () => {
    const { user } = await requireViewer()
    const deps = accountDeps()
    const { providers, ...own } = await readAccount(deps, user.id)
    const names = new Map(configuredProviders().map(({ id, name }) => [id, name]))
    return json({
      ...own,
      passkeys: await listPasskeys(queryOn(deps.database.pool), user.id),
      providers: providers.map((id) => names.get(id) ?? id),
      hasMail: hasMail(deps.settings),
    } satisfies AccountFacts)
  })
