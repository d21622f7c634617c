import { listAudit } from '#server/core/audit/list.ts'
import { countViews, listCases } from '#server/core/cases/queue.ts'
import { report } from '#server/core/cases/report.ts'
import { listOwnReports, viewCase } from '#server/core/cases/view.ts'
import { findPower, requireRight } from '#server/core/policy/power.ts'
import { namedIn } from '#server/core/sync/named.ts'
import { queryOn, SNAPSHOT, transaction } from '#server/database/transaction.ts'
import type { HandlerDeps } from '../handler-deps.ts'
import type { Handlers } from '../types.ts'

type Names =
  | 'message:report'
  | 'mod:report'
  | 'mod:reports'
  | 'mod:queue'
  | 'mod:views'
  | 'mod:case'
  | 'mod:context'
  | 'mod:look'
  | 'mod:open'
  | 'mod:claim'
  | 'mod:release'
  | 'mod:escalate'
  | 'mod:note'
  | 'mod:merge'
  | 'mod:audit'

/** Reports and cases. Moderators on every node hear of a change by its commit's notification, this one too [MO3]. */
export function moderationHandlers({ pool, people, cases }: HandlerDeps): Pick<Handlers, Names> {
  const query = queryOn(pool)
  const named = (ids: (string | undefined)[]) => people.get([...new Set(ids.flatMap((id) => id ?? []))])

  return {
    'message:report': ({ actor }, { roomId, id, reason, note }) =>
      report(pool, actor, { target: { kind: 'message', roomId, id }, reason, note }),
    'mod:report': ({ actor }, wanted) => report(pool, actor, wanted),
    'mod:reports': ({ actor }, wanted) => listOwnReports(query, actor.user.id, wanted),
    async 'mod:queue'({ actor }, wanted) {
      const page = await listCases(query, await findPower(query, actor), wanted)
      return { ...page, users: await named(page.cases.flatMap((one) => [one.authorId, one.assigneeId, one.decidedById])) }
    },
    'mod:views': async ({ actor }) => ({ counts: await countViews(query, await findPower(query, actor)) }),
    async 'mod:case'({ actor }, { caseId }) {
      const view = await transaction(pool, async (inside) => viewCase(inside, await findPower(inside, actor), caseId), SNAPSHOT)
      const ids = [
        ...[view.case.authorId, view.case.assigneeId, view.case.decidedById],
        ...view.reports.map((one) => one.reporterId),
        ...view.events.map((one) => one.byId),
      ]
      return { ...view, users: await named(ids) }
    },
    async 'mod:context'({ actor }, { caseId }) {
      const { messages } = await cases.context(actor, caseId)
      return { messages, users: await named([...namedIn(messages)]) }
    },
    async 'mod:look'({ actor }, wanted) {
      const { messages } = await cases.look(actor, { roomId: wanted.inRoom, before: wanted.before, why: wanted.why })
      return { messages, users: await named([...namedIn(messages)]) }
    },
    'mod:open': async ({ actor }, wanted) => ({ case: await cases.open(actor, wanted) }),
    'mod:claim': async ({ actor }, wanted) => ({ case: await cases.claim(actor, wanted) }),
    'mod:release': async ({ actor }, wanted) => ({ case: await cases.release(actor, wanted) }),
    'mod:escalate': async ({ actor }, wanted) => ({ case: await cases.escalate(actor, wanted) }),
    'mod:note': async ({ actor }, wanted) => ({ case: await cases.note(actor, wanted) }),
    'mod:merge': async ({ actor }, wanted) => ({ case: await cases.merge(actor, wanted) }),
    async 'mod:audit'({ actor }, wanted) {
      requireRight(await findPower(query, actor), 'audit')
      const page = await listAudit(query, wanted)
      return { ...page, users: await named(page.entries.flatMap((one) => [one.byId, one.userId])) }
    },
  }
}
