import { z } from 'zod'
import { auditAct, auditEntry } from '../audit.ts'
import { BULK_MAX, CLAUSE_MAX, MOD_NOTE_MAX, PAGE_MAX, REPORT_NOTE_MAX } from '../limits.ts'
import {
  actionDone,
  appeal,
  bulk,
  bulkItem,
  caseKind,
  caseSource,
  caseState,
  caseView,
  contextPage,
  modAction,
  modCase,
  modTarget,
  ownReport,
  queueView,
  reportReason,
  sanction,
} from '../moderation.ts'
import { cleanText, counter, id, line, pageCursor, pageLimit, query, time } from '../scalars.ts'
import { nothing, users } from './shapes.ts'

const note = cleanText.trim().max(MOD_NOTE_MAX)
/** A reason that is written down. */
const why = note.min(3, 'must say why')
const ofCase = z.object({ caseId: id, version: counter })
const oneCase = z.object({ case: modCase })
const page = { cursor: pageCursor.optional(), limit: pageLimit(PAGE_MAX).optional() }

/** What is done, with the words to whom it is done to, to who reported it, and among moderators. */
const decision = {
  actions: z.array(modAction).max(10),
  clause: line(CLAUSE_MAX).optional(),
  words: note.optional(),
  reporterWords: note.optional(),
  note: note.optional(),
}

/** What members report, and what moderators do about it. */
export const moderationRequests = {
  'mod:report': {
    payload: z.object({ target: modTarget, reason: reportReason, note: cleanText.trim().max(REPORT_NOTE_MAX).optional() }),
    data: z.object({ reportId: id, again: z.literal(true).optional() }),
  },
  'mod:reports': {
    payload: z.object(page),
    data: z.object({ reports: z.array(ownReport), next: pageCursor.optional() }),
  },
  'mod:queue': {
    payload: z.object({
      view: queueView.optional(),
      states: z.array(caseState).max(5).optional(),
      kind: caseKind.optional(),
      source: caseSource.optional(),
      reason: reportReason.optional(),
      inRoom: id.optional(),
      authorId: id.optional(),
      reporterId: id.optional(),
      assigneeId: id.optional(),
      olderThanHours: z.int().min(0).max(87_600).optional(),
      newerThanHours: z.int().min(0).max(87_600).optional(),
      text: query.optional(),
      sort: z.enum(['score', 'opened', 'last']).optional(),
      ...page,
    }),
    data: z.object({ cases: z.array(modCase), users, next: pageCursor.optional() }),
  },
  'mod:views': { payload: nothing, data: z.object({ counts: z.record(queueView, counter) }) },
  'mod:case': { payload: z.object({ caseId: id }), data: caseView.extend({ users }) },
  'mod:context': { payload: z.object({ caseId: id }), data: contextPage.extend({ users }) },
  'mod:look': {
    payload: z.object({ inRoom: id, before: counter.optional(), why }),
    data: contextPage.extend({ users }),
  },
  'mod:open': { payload: z.object({ target: modTarget, reason: reportReason, note: note.optional() }), data: oneCase },
  'mod:claim': { payload: ofCase, data: oneCase },
  'mod:release': { payload: ofCase, data: oneCase },
  'mod:escalate': { payload: ofCase.extend({ note: why }), data: oneCase },
  'mod:note': { payload: ofCase.extend({ note: why }), data: oneCase },
  'mod:merge': { payload: ofCase.extend({ into: id }), data: oneCase },
  'mod:decide': {
    payload: ofCase.extend({ key: id, ...decision }),
    data: z.object({ case: modCase, actions: z.array(actionDone) }),
  },
  'mod:undo': { payload: z.object({ actionId: id, why }), data: z.object({ action: actionDone }) },
  'mod:bulk': {
    payload: z
      .object({
        key: id,
        caseIds: z.array(id).min(1).max(BULK_MAX).optional(),
        /** Everything that somebody wrote in the last hours. */
        by: z.object({ authorId: id, hours: z.int().min(1).max(720) }).optional(),
        ...decision,
      })
      .refine((wanted) => (wanted.caseIds === undefined) !== (wanted.by === undefined), 'name cases, or an author'),
    data: z.object({ bulk }),
  },
  'mod:bulk-get': { payload: z.object({ bulkId: id }), data: z.object({ bulk, items: z.array(bulkItem) }) },
  'mod:sanctions': {
    payload: z.object({
      which: z.enum(['active', 'ending', 'all']).optional(),
      userId: id.optional(),
      inRoom: id.optional(),
      ...page,
    }),
    data: z.object({ sanctions: z.array(sanction), users, next: pageCursor.optional() }),
  },
  'mod:sanction-end': {
    payload: z.object({ sanctionId: id, endsAt: time.nullable(), why }),
    data: z.object({ sanction }),
  },
  'mod:lift': { payload: z.object({ sanctionId: id, why }), data: z.object({ sanction }) },
  'mod:standing': { payload: nothing, data: z.object({ sanctions: z.array(sanction), appeals: z.array(appeal) }) },
  'mod:appeal': { payload: z.object({ sanctionId: id, words: why }), data: z.object({ appeal }) },
  'mod:appeal-say': { payload: z.object({ appealId: id, words: why }), data: z.object({ appeal }) },
  'mod:appeal-decide': {
    payload: ofCase.extend({
      key: id,
      verdict: z.enum(['uphold', 'reduce', 'overturn']),
      endsAt: time.optional(),
      words: note.optional(),
    }),
    data: z.object({ case: modCase, appeal }),
  },
  'mod:audit': {
    payload: z.object({
      byId: id.optional(),
      userId: id.optional(),
      act: auditAct.optional(),
      inRoom: id.optional(),
      from: time.optional(),
      to: time.optional(),
      ...page,
    }),
    data: z.object({ entries: z.array(auditEntry), users, next: pageCursor.optional() }),
  },
} as const
