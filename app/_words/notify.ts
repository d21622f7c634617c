import type { NotifyLevel } from '#protocol/models.ts'

/** What one hears of a room. */
export const levelWords: Record<NotifyLevel, string> = { all: 'Everything', mentions: 'Mentions', none: 'Nothing' }
