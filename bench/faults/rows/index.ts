import type { Row } from '../row.ts'
import { F45 } from './broadcasts.ts'
import { calm } from './calm.ts'
import { F07 } from './drained.ts'
import { F24 } from './forged.ts'
import { F01, F02, F03 } from './killed.ts'
import { F27, F28 } from './postgres.ts'
import { F43 } from './raced.ts'
import { F13, F17 } from './redis.ts'
import { F52, F53 } from './revoked.ts'
import { F26 } from './severed.ts'
import { F39 } from './subway.ts'

/** The matrix, in the order in which it runs. */
export const ROWS: readonly Row[] = [calm, F01, F02, F03, F07, F13, F17, F24, F26, F27, F28, F39, F43, F45, F52, F53]
