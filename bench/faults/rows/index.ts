import type { Row } from '../row.ts'
import { F45, F46 } from './broadcasts.ts'
import { F18, F25 } from './bus-links.ts'
import { calm } from './calm.ts'
import { F48 } from './cursors.ts'
import { F07 } from './drained.ts'
import { F24 } from './forged.ts'
import { F38, F50 } from './fronts.ts'
import { F05, F06, F12 } from './frozen.ts'
import { F29, F31, F35 } from './held-database.ts'
import { F14, F15, F16, F19, F20, F21 } from './hung-redis.ts'
import { F01, F02, F03 } from './killed.ts'
import { F57, F58, F59 } from './malformed.ts'
import { F27, F28 } from './postgres.ts'
import { F43 } from './raced.ts'
import { F13, F17 } from './redis.ts'
import { F52, F53 } from './revoked.ts'
import { F04 } from './rolling.ts'
import { F26 } from './severed.ts'
import { F36 } from './slow-client.ts'
import { F39 } from './subway.ts'
import { F62 } from './text.ts'
import { F44 } from './unheard.ts'

/** The matrix, in the order in which it runs. */
export const ROWS: readonly Row[] = [
  ...[calm, F01, F02, F03, F04, F05, F06, F07, F12],
  ...[F13, F14, F15, F16, F17, F18, F19, F20, F21, F24, F25, F26],
  ...[F27, F28, F29, F31, F35],
  ...[F36, F38, F39, F43, F44, F45, F46, F48, F50, F52, F53],
  ...[F57, F58, F59, F62],
]
