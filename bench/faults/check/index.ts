import { isAbsent, isStored } from './acks.ts'
import { isMonotonic } from './applied.ts'
import { isEndedRightly } from './ended.ts'
import type { Check, Evidence, Violation } from './evidence.ts'
import { isContiguous, isUnique } from './log.ts'
import { isAlive, isSmall } from './processes.ts'
import { isOnRecord } from './records.ts'
import { isRevoked } from './revoked.ts'
import { isFresh } from './staleness.ts'
import { isInOrderWritten } from './turns.ts'
import { isSeenByAll } from './views.ts'

/** The invariants, in the order of their numbers. */
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
  isEndedRightly,
]

export const checkAll = (evidence: Evidence): Violation[] => CHECKS.flatMap((check) => check(evidence))
