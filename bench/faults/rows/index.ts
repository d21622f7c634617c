import type { Row } from '../row.ts'
import { F45, F46 } from './broadcasts.ts'
import { F18, F25 } from './bus-links.ts'
import { calm } from './calm.ts'
import { F49 } from './clocks.ts'
import { F64 } from './compressed.ts'
import { F48 } from './cursors.ts'
import { F55 } from './demoted.ts'
import { F07 } from './drained.ts'
import { F63 } from './drops.ts'
import { F54 } from './ended-rooms.ts'
import { F60 } from './floods.ts'
import { F24 } from './forged.ts'
import { F38, F50 } from './fronts.ts'
import { F05, F06, F12 } from './frozen.ts'
import { F29, F31, F35 } from './held-database.ts'
import { F14, F15, F16, F19, F20, F21 } from './hung-redis.ts'
import { F01, F02, F03 } from './killed.ts'
import { F47 } from './long-away.ts'
import { F57, F58, F59 } from './malformed.ts'
import { F61 } from './names.ts'
import { F27, F28 } from './postgres.ts'
import { F43 } from './raced.ts'
import { F13, F17 } from './redis.ts'
import { F52, F53 } from './revoked.ts'
import { F04 } from './rolling.ts'
import { F26 } from './severed.ts'
import { F40 } from './slept.ts'
import { F36 } from './slow-client.ts'
import { F39 } from './subway.ts'
import { F62 } from './text.ts'
import { F37 } from './thin-line.ts'
import { F51 } from './tokens.ts'
import { F44 } from './unheard.ts'
import { F56 } from './web-away.ts'

/** The matrix, in the order in which it runs. */
export const ROWS: readonly Row[] = [
  ...[calm, F01, F02, F03, F04, F05, F06, F07, F12],
  ...[F13, F14, F15, F16, F17, F18, F19, F20, F21, F24, F25, F26],
  ...[F27, F28, F29, F31, F35],
  ...[F36, F37, F38, F39, F40, F43, F44, F45, F46, F47, F48, F49, F50, F51, F52, F53, F54, F55, F56],
  ...[F57, F58, F59, F60, F61, F62, F63, F64],
]
