import { listOwnAppeals } from '#server/core/decisions/appeals.ts'
import { readBulk, startBulk } from '#server/core/decisions/bulk.ts'
import { decide } from '#server/core/decisions/decide.ts'
import { undo } from '#server/core/decisions/undo.ts'
import { findPower } from '#server/core/policy/power.ts'
import { changeEnd, liftFor, listSanctions } from '#server/core/standing/change.ts'
import { listSanctionsOf } from '#server/core/standing/list.ts'
import { queryOn } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names =
  | 'mod:decide'
  | 'mod:undo'
  | 'mod:bulk'
  | 'mod:bulk-get'
  | 'mod:sanctions'
  | 'mod:sanction-end'
  | 'mod:lift'
  | 'mod:standing'
  | 'mod:appeal'
  | 'mod:appeal-say'
  | 'mod:appeal-decide'

/** What is decided, and what comes after it. Every node hears of it by the commit's notification, this one too. */
export function decisionHandlers({ pool, people, appeals }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)

  return {
    'mod:decide': ({ actor }, wanted) => decide(pool, actor, wanted),
    'mod:undo': async ({ actor }, { actionId, why }) => ({ action: await undo(pool, actor, actionId, why) }),
    'mod:bulk': async ({ actor }, wanted) => ({ bulk: await startBulk(pool, actor, wanted) }),
    'mod:bulk-get': ({ actor }, { bulkId }) => readBulk(query, actor.user.id, bulkId),
    async 'mod:sanctions'({ actor }, wanted) {
      const page = await listSanctions(query, await findPower(query, actor), wanted)
      return { ...page, users: await people.get(page.sanctions.flatMap((one) => [one.userId, one.byId ?? []].flat())) }
    },
    'mod:sanction-end': async ({ actor }, { sanctionId, endsAt, why }) => ({
      sanction: await changeEnd(pool, actor, sanctionId, endsAt === null ? null : new Date(endsAt), why),
    }),
    'mod:lift': async ({ actor }, { sanctionId, why }) => ({ sanction: await liftFor(pool, actor, sanctionId, why) }),
    'mod:standing': async ({ actor }) => ({
      // Who decided it is nobody's business but moderators'.
      sanctions: (await listSanctionsOf(query, actor.user.id)).map(({ byId: _by, caseId: _case, ...own }) => own),
      appeals: await listOwnAppeals(query, actor.user.id),
    }),
    'mod:appeal': async ({ actor }, { sanctionId, words }) => ({ appeal: await appeals.open(actor, sanctionId, words) }),
    'mod:appeal-say': async ({ actor }, { appealId, words }) => ({ appeal: await appeals.say(actor, appealId, words) }),
    'mod:appeal-decide': ({ actor }, wanted) => appeals.decide(actor, wanted),
  }
}
