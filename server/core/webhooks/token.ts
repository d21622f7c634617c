import { createHash, randomBytes } from 'node:crypto'

const PATH = /^\/hooks\/([A-Za-z0-9_-]{43})$/

/** A fresh secret: 256 bits, as it stands in an address. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of it: nobody who reads the database can post. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const webhookPath = (token: string): string => `/hooks/${token}`

/** The secret in an address, or null where there can be none. */
export const tokenIn = (path: string): string | null => PATH.exec(path)?.[1] ?? null

/** The id that a post has under a key of its maker's: a UUIDv7 in form, the same each time, another for each webhook [Z3]. */
export function idOfKey(webhookId: string, key: string): string {
  const hex = createHash('sha256').update(`${webhookId} ${key}`).digest('hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
