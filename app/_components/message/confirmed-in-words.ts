import { say } from '#app/_words/say.ts'
import type { Confirmation } from '#protocol/models.ts'

/** "3 of 8 confirmed"; where one is asked, and where all have, in words. */
export function confirmedInWords({ count, asked }: Pick<Confirmation, 'count' | 'asked'>): string {
  if (asked === 1) return count === 0 ? say.message.notConfirmedYet : say.message.confirmed
  return count >= asked && asked > 0 ? say.message.allConfirmed(asked) : say.message.ofConfirmed(count, asked)
}
