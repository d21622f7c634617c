import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/**
 * A key of 32 bytes for one purpose, derived from the installation's secret by HKDF-SHA256 (RFC 5869). Whoever holds
 * one purpose's key learns nothing about another's, so a next-auth cookie is never a socket token.
 */
export const deriveKey = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'parley', purpose, 32))

/**
 * What the process in front says to the web process behind it, so that the caller's address it hands on is believed.
 * Nobody without the secret can say it.
 */
export const innerProof = (secret: string): string => createHmac('sha256', secret).update('parley inner request').digest('hex')

/** Compares two texts in a time that tells nothing about where they differ. */
export function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'parley').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
