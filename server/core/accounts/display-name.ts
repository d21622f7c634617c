import { DISPLAY_NAME_MAX } from '#protocol/limits.ts'

// Bidirectional controls and characters that draw nothing. The two joiners stay: Persian, Hindi and emoji are written with them.
const INVISIBLE = /(?!\u200c|\u200d|\ufe0f)[\p{Default_Ignorable_Code_Point}\u061c\u2028\u2029\u2800]|\p{Co}|\p{Cc}/u
const TOO_MANY_MARKS = /\p{M}{9}/u
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** Reads a display name: NFC, one line, with something to see and nothing that reorders what stands beside it [A4]. */
export function readDisplayName(raw: string): { displayName: string } | { wrong: string } {
  const displayName = raw.normalize('NFC').trim().replace(/\s+/g, ' ')
  if ([...displayName].length > DISPLAY_NAME_MAX) return { wrong: `must have at most ${DISPLAY_NAME_MAX} characters` }
  if (INVISIBLE.test(displayName)) return { wrong: 'must not hold invisible characters' }
  if (TOO_MANY_MARKS.test(displayName)) return { wrong: 'has too many marks on one letter' }
  if (!VISIBLE.test(displayName)) return { wrong: 'must hold something to read' }
  return { displayName }
}
