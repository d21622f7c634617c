import type { Confirmation } from '#protocol/models.ts'

/** "3 of 8 confirmed"; where one is asked, and where all have, in words. */
export function confirmedInWords({ count, asked }: Pick<Confirmation, 'count' | 'asked'>): string {
  if (asked === 1) return count === 0 ? 'Not confirmed yet' : 'Confirmed'
  return count >= asked && asked > 0 ? `All ${asked} confirmed` : `${count} of ${asked} confirmed`
}
