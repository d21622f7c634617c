import type { NotifyLevel } from '#protocol/models.ts'
import { say } from './say.ts'

/** What one hears of a room. */
export const levelWords = (): Record<NotifyLevel, string> => ({
  all: say.common.everything,
  mentions: say.common.mentions,
  none: say.common.nothing,
})
