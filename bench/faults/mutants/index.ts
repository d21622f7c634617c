import type { Invariant } from '../check/evidence.ts'
import type { Postgres } from '../cluster/postgres.ts'
import type { Patch } from '../tree/patch.ts'
import { ackBeforeCommit, banWithoutDisconnect, noMembershipInSync } from './commits.ts'
import { bigserialAsSeq, dedupeOff } from './log.ts'
import { clientIgnoresGaps, deafNode, joinAfterReading, reconcilerOff } from './sync.ts'

/** A mistake on purpose: the checker must tell it by one of the invariants named, in the row named. */
export type Mutant = {
  name: string
  row: string
  expect: readonly Invariant[]
  /** The mistake in the source. */
  patches: readonly Patch[]
  /** The mistake in the database's functions. */
  mend?: (postgres: Postgres) => Promise<void>
}

/** The eight mistakes that a checker has to find, and one that F17 proves itself by. */
export const mutants: readonly Mutant[] = [
  ackBeforeCommit,
  dedupeOff,
  bigserialAsSeq,
  reconcilerOff,
  joinAfterReading,
  noMembershipInSync,
  clientIgnoresGaps,
  banWithoutDisconnect,
  deafNode,
]
