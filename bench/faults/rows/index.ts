import type { Row } from '../row.ts'
import { F45, F46 } from './broadcasts.ts'
import { calm } from './calm.ts'
import { F48 } from './cursors.ts'
import { F07 } from './drained.ts'
import { F01, F02, F03 } from './killed.ts'
import { F57, F58, F59 } from './malformed.ts'
import { F27, F28 } from './postgres.ts'
import { F43 } from './raced.ts'
import { F13, F17 } from './redis.ts'
import { F52, F53 } from './revoked.ts'
import { F39 } from './subway.ts'
import { F62 } from './text.ts'
import { F51 } from './tokens.ts'
import { F44 } from './unheard.ts'

/** The matrix, in the order in which it runs. */
export const ROWS: readonly Row[] = [
  calm,
  F01,
  F02,
  F03,
  F07,
  F13,
  F17,
  F27,
  F28,
  F39,
  F43,
  F44,
  F45,
  F46,
  F48,
  F51,
  F52,
  F53,
  F57,
  F58,
  F59,
  F62,
]
