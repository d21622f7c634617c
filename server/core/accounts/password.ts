import { hash, verify } from '@node-rs/argon2'
import { PASSWORD_MAX, PASSWORD_MIN } from '#protocol/limits.ts'

/** What OWASP asks of argon2id (algorithm 2): 19 MiB, two passes, one lane. About 50 ms. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The hash of a password nobody has: checked where there is no account, so that it takes as long as where there is one [A7]. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$zR3PGcUgD0KI1T9WpPDTRw$M3tMvba8xGBCf4LTvNa1U9GX4rKHWRNyaTcpQhx74ow'

/** An argon2id hash in PHC form, salted by 16 random bytes. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** Whether `password` is the one that was hashed. Takes as long for an account that has none, or that is not there. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODY, password.slice(0, PASSWORD_MAX + 1))
  return matches && stored !== null
}

/** What is wrong with a new password, or null. Length is all that is asked (NIST SP 800-63B, 5.1.1.2). */
export function passwordFault(password: string): string | null {
  if (password.length < PASSWORD_MIN) return `must have at least ${PASSWORD_MIN} characters`
  if (password.length > PASSWORD_MAX) return `must have at most ${PASSWORD_MAX} characters`
  return null
}
