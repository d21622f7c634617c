import { isAbsent, isStored } from './acks.ts'
import { isMonotonic } from './applied.ts'
import type { Check, Evidence, Violation } from './evidence.ts'
import { isContiguous, isUnique } from './log.ts'
import { isAlive, isSmall } from './processes.ts'
import { isOnRecord } from './records.ts'
import { isRevoked } from './revoked.ts'
import { isFresh } from './staleness.ts'
import { isInOrderWritten } from './turns.ts'
import { isSeenByAll } from './views.ts'

/** The twelve invariants, in the order of their numbers. */
export const CHECKS: readonly Check[] = [
  isContiguous,
  isUnique,
  isStored,
  isAbsent,
  isSeenByAll,
  isMonotonic,
  isRevoked,
  isInOrderWritten,
  isFresh,
  isAlive,
  isSmall,
  isOnRecord,
]

export const checkAll = (evidence: Evidence): Violation[] => CHECKS.flatMap((check) => check(evidence))
