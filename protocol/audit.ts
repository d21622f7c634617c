import { z } from 'zod'
import { counter, id, time } from './scalars.ts'

/** Everything that is written into the audit. */
export const auditAct = z.enum([
  'account:create',
  'account:role',
  'account:password',
  'session:end',
  'room:kick',
  'room:role',
  'message:delete',
  'sanction:add',
  'sanction:change',
  'sanction:lift',
  'group:create',
  'group:update',
  'group:delete',
  'emoji:add',
  'emoji:remove',
  'notice:post',
  'notice:end',
  'community:change',
  'room:look',
  'case:open',
  'case:context',
  'case:claim',
  'case:release',
  'case:escalate',
  'case:note',
  'case:merge',
  'case:decide',
  'case:undo',
  'case:bulk',
  'message:hide',
  'message:restore',
  'person:reset',
  'appeal:decide',
  'rule:set',
  'rule:delete',
  'rule:off',
  'host:block',
])
export type AuditAct = z.infer<typeof auditAct>

/** Who did what, to whom or what, and why. `byId` and `address` are there for a person only. */
export const auditEntry = z.object({
  seq: counter,
  at: time,
  by: z.enum(['person', 'operator', 'system']),
  byId: id.optional(),
  act: z.string(),
  kind: z.string().optional(),
  targetId: z.string().optional(),
  userId: id.optional(),
  roomId: id.optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  why: z.string().optional(),
  address: z.string().optional(),
})
export type AuditEntry = z.infer<typeof auditEntry>
