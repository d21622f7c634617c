import { z } from 'zod'
import { message, user } from './models.ts'
import { counter, id, messageId, time } from './scalars.ts'

/** Why something is reported: a tree of two levels, and how much each weighs. */
export const REPORT_REASONS = {
  spam: 1,
  'spam.flood': 1,
  'spam.scam': 3,
  abuse: 2,
  'abuse.harassment': 2,
  'abuse.hate': 3,
  'abuse.threat': 4,
  content: 2,
  'content.sexual': 3,
  'content.violence': 3,
  'content.minor': 5,
  privacy: 2,
  'privacy.personal': 3,
  'privacy.impersonation': 2,
  other: 1,
} as const
export type ReportReason = keyof typeof REPORT_REASONS
export const reportReason = z.enum(Object.keys(REPORT_REASONS) as [ReportReason, ...ReportReason[]])

/** What is reported, or acted on. */
export const modTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), roomId: id, id: messageId }),
  z.object({ kind: z.literal('person'), userId: id }),
  z.object({ kind: z.literal('file'), fileId: id }),
  z.object({ kind: z.literal('room'), roomId: id }),
])
export type ModTarget = z.infer<typeof modTarget>

export const caseKind = z.enum(['message', 'person', 'file', 'room', 'appeal', 'rule'])
/** A claim whose lease is over is told as `OPEN`. */
export const caseState = z.enum(['OPEN', 'CLAIMED', 'ESCALATED', 'DECIDED', 'MERGED'])
export const caseSource = z.enum(['report', 'rule', 'appeal', 'moderator'])
export type CaseKind = z.infer<typeof caseKind>
export type CaseState = z.infer<typeof caseState>
export type CaseSource = z.infer<typeof caseSource>

/** A case as it stands in the queue. `authorId`: whose doing it is about. `version` goes up with every change. */
export const modCase = z.object({
  id,
  kind: caseKind,
  state: caseState,
  source: caseSource,
  version: counter,
  score: z.number(),
  /** What it is about: the message (with `targetRoomId`), person, file, room, appeal or rule. */
  targetId: id,
  targetRoomId: id.optional(),
  /** The room whose moderators see it. */
  roomId: id.optional(),
  authorId: id.optional(),
  reasons: z.array(z.string()),
  reports: counter,
  /** How it begins. */
  text: z.string(),
  /** Its message is hidden or held now. */
  hidden: z.boolean().optional(),
  assigneeId: id.optional(),
  leaseUntil: time.optional(),
  openedAt: time,
  lastAt: time,
  decidedAt: time.optional(),
  decidedById: id.optional(),
  mergedInto: id.optional(),
})
export type ModCase = z.infer<typeof modCase>

/** A report, with its reporter's record: how many of theirs were followed by an act, of how many that were decided. */
export const modReport = z.object({
  id,
  reporterId: id,
  reason: reportReason,
  note: z.string().optional(),
  at: time,
  record: z.object({ upheld: counter, decided: counter }),
})

export type ModReport = z.infer<typeof modReport>

/** What stood there when it was reported; `sha256` of the snapshot as the database writes it. */
export const evidence = z.object({ id, takenAt: time, sha256: z.string(), snapshot: z.unknown() })

/** What happened to a case, in order. */
export const caseEvent = z.object({ id: counter, at: time, byId: id.optional(), what: z.string(), data: z.unknown().optional() })

/** A sanction as it stands. `timeout` and `suspend` end; `readonly` and `ban` do not; `warn` takes nothing away. */
export const sanctionKind = z.enum(['warn', 'timeout', 'readonly', 'suspend', 'ban'])
export type SanctionName = z.infer<typeof sanctionKind>
export const sanction = z.object({
  id,
  userId: id,
  roomId: id.optional(),
  kind: sanctionKind,
  reason: z.string().optional(),
  clause: z.string().optional(),
  startsAt: time,
  expiresAt: time.optional(),
  liftedAt: time.optional(),
  caseId: id.optional(),
  byId: id.optional(),
  active: z.boolean(),
})
export type Sanction = z.infer<typeof sanction>

/** Whose doing it is, as who decides needs to know it. `strikes`: warnings and sanctions of the last 90 days that were not lifted. */
export const authorCard = z.object({
  user,
  createdAt: time,
  closed: z.boolean(),
  strikes: counter,
  sanctions: z.array(sanction),
  cases: z.array(modCase),
})

/** A year and a day, in minutes: how long something may be imposed for that has an end. */
const minutes = z.int().min(1).max(528_480)
/**
 * What a decision does. `timeout` is for the room of the case, or `everywhere`; `remove` takes somebody out of that room, with `ban` for good.
 * `restore` brings back what a moderator hid or deleted.
 */
export const modAction = z.discriminatedUnion('do', [
  z.object({ do: z.literal('hide') }),
  z.object({ do: z.literal('delete') }),
  z.object({ do: z.literal('restore') }),
  z.object({ do: z.literal('warn') }),
  z.object({ do: z.literal('timeout'), minutes, everywhere: z.boolean().optional() }),
  z.object({ do: z.literal('remove'), ban: z.boolean().optional() }),
  z.object({ do: z.literal('suspend'), minutes }),
  z.object({ do: z.literal('ban') }),
  z.object({ do: z.literal('reset') }),
  z.object({ do: z.literal('end-sessions') }),
])
export type ModAction = z.infer<typeof modAction>

/** What a decision did. `undoUntil` is absent where it can't be taken back. */
export const actionDone = z.object({
  id,
  do: z.string(),
  at: time,
  byId: id,
  userId: id.optional(),
  sanctionId: id.optional(),
  undoUntil: time.optional(),
  undoneAt: time.optional(),
  undoneById: id.optional(),
})
export type ActionDone = z.infer<typeof actionDone>

/** What somebody says against a sanction, and what is answered. To who appeals, moderators are one. */
export const appeal = z.object({
  id,
  sanctionId: id,
  caseId: id,
  state: z.enum(['open', 'upheld', 'reduced', 'overturned']),
  at: time,
  messages: z.array(z.object({ at: time, mine: z.boolean(), byId: id.optional(), text: z.string() })),
})
export type Appeal = z.infer<typeof appeal>

/** Many cases that are decided alike, one after the other. */
export const bulk = z.object({ id, byId: id, at: time, total: counter, done: counter, failed: counter, endedAt: time.optional() })
export type Bulk = z.infer<typeof bulk>
export const bulkItem = z.object({
  caseId: id.optional(),
  targetId: id.optional(),
  state: z.enum(['waiting', 'done', 'failed']),
  code: z.string().optional(),
  message: z.string().optional(),
})
export type BulkItem = z.infer<typeof bulkItem>

/** All that who decides a case looks at. `now`: what stands there by now, absent when it is gone. */
export const caseView = z.object({
  case: modCase,
  reports: z.array(modReport),
  evidence: z.array(evidence),
  now: z.unknown().optional(),
  events: z.array(caseEvent),
  author: authorCard.optional(),
  similar: z.array(modCase),
  actions: z.array(actionDone),
  appeal: appeal.extend({ sanction }).optional(),
  /** Why the one who asks may not decide it. */
  mayNot: z.string().optional(),
})
export type CaseView = z.infer<typeof caseView>

export const queueView = z.enum(['mine', 'unclaimed', 'escalated', 'appeals', 'hidden', 'overdue'])
export type QueueView = z.infer<typeof queueView>
export const contextPage = z.object({ messages: z.array(message) })
/** What came of a report of one's own. */
export const ownReport = z.object({
  id,
  reason: reportReason,
  at: time,
  kind: caseKind,
  outcome: z.enum(['acted', 'dismissed']).optional(),
  words: z.string().optional(),
})
export type OwnReport = z.infer<typeof ownReport>
